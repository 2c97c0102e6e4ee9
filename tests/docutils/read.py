"""Read reStructuredText as docutils does, many documents in one process.

Standard input is JSON, {"what": NAME, "documents": [[name, text], ...]}; standard output is a
JSON list with one answer for each document.
"""

import copy
import json
import sys
from unicodedata import category

import docutils.core
from docutils import frontend, nodes
from docutils.parsers.rst import Parser, roles
from docutils.readers.standalone import Reader
from docutils.utils import column_width, new_document
from docutils.writers.html5_polyglot import Writer

# Made once: it takes longer than reading a short document.
SETTINGS = frontend.get_default_settings(Parser, Reader, Writer)
SETTINGS.report_level = 2
SETTINGS.halt_level = 5
SETTINGS.traceback = True
SETTINGS.syntax_highlight = "none"
SETTINGS.embed_stylesheet = False
SETTINGS.file_insertion_enabled = False
SETTINGS.doctitle_xform = False


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
        text, source_path=name, parser=Parser(), writer=Writer(), settings=settings(log))


def publish_doctree(name, text, log):
    return docutils.core.publish_doctree(
        text, source_path=name, parser=Parser(), settings=settings(log))


def settings(log):
    own = copy.copy(SETTINGS)
    own.warning_stream = log
    return own


def doctree(name, text):
    """The document as pseudo-XML."""
    return publish_doctree(name, text, Log()).pformat()


def outline(name, text):
    """The document as [tag, child, ...], where a child is text or such a list; all messages."""
    log = Log()
    tree = branch(publish_doctree(name, text, log))
    return {"tree": tree, "messages": log.messages}


def branch(node):
    """A node with its text in one piece; of the attributes only where a reference leads."""
    found = [node.tagname]
    if "refuri" in node:
        found.append(["refuri", node["refuri"]])
    for child in node.children:
        if not isinstance(child, nodes.Text):
            found.append(branch(child))
        elif isinstance(found[-1], str) and len(found) > 1:
            found[-1] += child.astext()
        else:
            found.append(child.astext())
    return found


def html_outline(name, text):
    """An HTML document as [tag, [attribute, value], ..., child, ...], as browsers read it."""
    import html5lib
    return {"tree": element(html5lib.parse(text, namespaceHTMLElements=False)), "messages": []}


def element(node):
    found = [str(node.tag), *([name, value] for name, value in sorted(node.attrib.items()))]
    found.append(node.text or "")
    for child in node:
        found += [element(child), child.tail or ""]
    return found


def tables(name, text):
    """Every table; the text of whatever else stands in the document; all messages.

    References are not resolved: where none is wanted, it shows that there is one.
    """
    log = Log()
    document = new_document(name, settings(log))
    Parser().parse(text, document)
    tables = [table(node) for node in document.children if isinstance(node, nodes.table)]
    other = blocks(node for node in document.children if not isinstance(node, nodes.table))
    return {"tables": tables, "other": other, "messages": log.messages}


def table(node):
    parts = {part.tagname: part for part in node[0].children}
    return {part: [[cell(entry) for entry in row] for row in parts.get(tag, [])]
            for part, tag in (("head", "thead"), ("body", "tbody"))}


def cell(entry):
    return {
        "rows": entry.get("morerows", 0) + 1,
        "columns": entry.get("morecols", 0) + 1,
        "blocks": blocks(entry.children),
    }


def blocks(found):
    """The text of each block; what is no paragraph, or no plain text in one, says what it is."""
    return ["".join(map(inline, node.children)) if isinstance(node, nodes.paragraph) else inline(node)
            for node in found if not isinstance(node, nodes.system_message)]


def inline(node):
    if isinstance(node, nodes.Text):
        return node.astext()
    return f"<{node.tagname}>{node.astext()}</{node.tagname}>"


def widths(first, last):
    """How many columns each character from `first` to `last` takes; `-` where none is assigned."""
    return "".join("-" if category(chr(c)) in ("Cn", "Cs") else str(column_width(chr(c)))
                   for c in range(int(first), int(last) + 1))


def main():
    request = json.loads(sys.stdin.buffer.read())
    read = {f.__name__: f for f in (messages, html, doctree, outline, html_outline, tables, widths)}[request["what"]]
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
