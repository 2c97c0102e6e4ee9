"""Read reStructuredText as docutils does, many documents in one process.

Standard input is JSON, {"what": NAME, "documents": [[name, text], ...]}; standard output is a
JSON list with one answer for each document.
"""

import json
import sys

import docutils.core
from docutils import nodes
from docutils.parsers.rst import roles

SETTINGS = {
    "_disable_config": True,
    "report_level": 2,
    "halt_level": 5,
    "traceback": True,
    "syntax_highlight": "none",
    "embed_stylesheet": False,
    "file_insertion_enabled": False,
    "datestamp": None,
    "doctitle_xform": False,
}


class Log:
    """A warning stream: docutils writes each message in one call."""

    def __init__(self):
        self.messages = []

    def write(self, text):
        self.messages.append(str(text).strip())

    def flush(self):
        pass


def messages(name, text):
    """All system messages of level 2 and above, those of transforms and of the writer too."""
    log = Log()
    try:
        publish_html(name, text, log)
    except (Exception, SystemExit) as error:
        log.messages.append(f"{name}: docutils failed: {error!r}")
    return log.messages


def html(name, text):
    """The body of the HTML document."""
    return publish_html(name, text, Log())["html_body"]


def publish_html(name, text, log):
    return docutils.core.publish_parts(
        text, source_path=name, writer="html5",
        settings_overrides={**SETTINGS, "warning_stream": log})


def publish_doctree(name, text):
    return docutils.core.publish_doctree(
        text, source_path=name, settings_overrides={**SETTINGS, "warning_stream": Log()})


def doctree(name, text):
    """The document as pseudo-XML."""
    return publish_doctree(name, text).pformat()


def tables(name, text):
    """Every table, and whatever else stands in the document, as "other"."""
    found, other = [], []
    for node in publish_doctree(name, text).children:
        if isinstance(node, nodes.table):
            found.append(table(node))
        else:
            other.append(block(node))
    return {"tables": found, "other": other}


def table(node):
    parts = {part.tagname: part for part in node[0].children}
    return {part: [[cell(entry) for entry in row] for row in parts.get(tag, [])]
            for part, tag in (("head", "thead"), ("body", "tbody"))}


def cell(entry):
    return {
        "rows": entry.get("morerows", 0) + 1,
        "columns": entry.get("morecols", 0) + 1,
        "blocks": [block(child) for child in entry.children],
    }


def block(node):
    """The text of a paragraph; what is no paragraph also says what it is."""
    if isinstance(node, nodes.paragraph):
        return node.astext()
    return f"<{node.tagname}> {node.astext()}"


def main():
    request = json.loads(sys.stdin.buffer.read())
    read = {"messages": messages, "html": html, "doctree": doctree, "tables": tables}[request["what"]]
    known_roles = dict(roles._roles)
    answers = []
    for name, text in request["documents"]:
        answers.append(read(name, text))
        # Roles that a document defines live on in the process.
        roles._roles.clear()
        roles._roles.update(known_roles)
    sys.stdout.write(json.dumps(answers))


if __name__ == "__main__":
    main()
