"""Compares reStructuredText, as docutils reads it, with the HTML that it should be.

Standard input: a JSON array of objects with `rst` and `html`, and possibly `wide`, the same
reStructuredText without wrapping. Standard output: a JSON array of lists of complaints.

Both sides become a list of tokens: opened and closed blocks, and lines of characters with the formats
that each has. White space is collapsed outside of code, and the outermost format counts.

With arguments: a command that turns Markdown on its standard input into reStructuredText, which is
measured against the cases.
"""

import io
import json
import pathlib
import re
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import quote

import docutils.core
from docutils.parsers.rst import roles

BLOCKS = {"ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "td"}
FORMATS = {"em": "em", "strong": "strong", "del": "del", "code": "code"}
PARAGRAPHS = {"p", "div", "main", "section", "aside", "h1", "h2", "h3", "h4", "h5", "h6"}
VOID = {"br", "hr", "img", "input", "col", "meta", "link"}


class Tokens(HTMLParser):
    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.tokens, self.line, self.open = [], [], []
        self.formats, self.links, self.code, self.hidden = [], [], None, 0
        self.heading = False
        self.feed(source)
        self.close()
        self.flush()

    def flush(self):
        line = []
        for char, formats in self.line:
            soft = isinstance(char, str) and char in " \t\n" and "code" not in formats
            if soft and (not line or line[-1][0] in (" ", "BREAK")):
                continue
            if char == "BREAK" and line and line[-1][0] == " ":
                line.pop()
            line.append((" ", frozenset()) if soft else (char, formats))
        while line and line[-1][0] == " " and not line[-1][1]:
            line.pop()
        if line:
            self.tokens.append(("heading" if self.heading else "text", tuple(line)))
        self.line = []

    def has_text(self):
        return any(char not in (" ", "\n") for char, _ in self.line)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        classes = set((attributes.get("class") or "").split())
        if tag not in VOID:
            kind = self.opened(tag, attributes, classes)
            self.open.append((tag, kind))
        elif tag == "br":
            self.add("BREAK")
        elif tag == "hr":
            self.flush()
            self.tokens.append("rule")
        elif tag == "img":
            alt = " ".join((attributes.get("alt") or "").split())
            self.add(("image", url(attributes.get("src")), alt))
        elif tag == "input":
            for char in "[x]" if "checked" in attributes else "[ ]":
                self.add(char)

    def opened(self, tag, attributes, classes):
        if tag == "style" or classes & {"label", "footnote-definition-label", "backrefs"}:
            self.hidden += 1
            return "hidden"
        if tag == "a" and attributes.get("role") == "doc-noteref" or "footnote-reference" in classes:
            self.hidden += 1
            self.line.append(("NOTE", frozenset()))
            return "hidden"
        if tag == "a" and attributes.get("href") is not None:
            self.links.append(("link", url(attributes["href"])))
            return "link"
        if tag == "pre":
            self.flush()
            self.code = ""
            # Markdown ends every block of code with a line break, docutils none.
            return "literal" if "literal-block" in classes else "pre"
        if tag in FORMATS or "literal" in classes:
            if self.code is None:
                self.formats.append(FORMATS.get(tag, "code"))
                return "format"
        elif tag in ("th", *BLOCKS):
            self.flush()
            name = {"th": "td"}.get(tag, tag)
            start = attributes.get("start", "1") if tag == "ol" else ""
            self.tokens.append(f"<{name} {start}".rstrip() + ">")
            return "block"
        elif tag == "div" and "line" in classes and self.has_text():
            self.line.append(("BREAK", frozenset()))
        elif tag in PARAGRAPHS and not ("line-block" in classes and self.has_text()):
            if not (tag == "div" and classes & {"line"}):
                self.flush()
            if classes & {"footnote", "footnote-definition"}:
                self.tokens.append("<note>")
            self.heading = tag[0] == "h" or "rubric" in classes
        return None

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        while self.open:
            name, kind = self.open.pop()
            self.closed(name, kind)
            if name == tag:
                return

    def closed(self, tag, kind):
        if kind == "hidden":
            self.hidden -= 1
        elif kind == "link":
            self.links.pop()
        elif kind == "format":
            self.formats.pop()
        elif kind in ("pre", "literal"):
            text = "\n".join(line.rstrip() for line in self.code.split("\n"))
            self.tokens.append(("code", text.removesuffix("\n") if kind == "pre" else text))
            self.code = None
        elif kind == "block":
            self.flush()
            self.tokens.append(f"</{ {'th': 'td'}.get(tag, tag) }>")
        elif tag in PARAGRAPHS and tag != "div":
            self.flush()
            self.heading = False

    def add(self, char):
        if not self.hidden:
            formats = frozenset(self.formats[:1] + self.links[-1:])
            self.line.append((char, formats if char != "BREAK" else frozenset()))

    def handle_data(self, data):
        if self.code is not None:
            self.code += data
            return
        for char in data:
            self.add("\xa0" if char == "\xa0" and "code" not in self.formats else char.replace("\xa0", " "))


def url(text):
    text = re.sub(r"%[0-9a-fA-F]{2}", lambda m: m[0].upper(), text or "")
    return quote(text, safe="!#$%&'()*+,-./:;=?@_~").removesuffix("/")




def words(tokens):
    text = []
    for token in tokens:
        if isinstance(token, tuple):
            chars = token[1] if token[0] == "code" else [c for c, _ in token[1] if isinstance(c, str) and len(c) == 1]
            text += [c for c in chars if not c.isspace()]
    return "".join(text)


def render(rst, smart=False):
    known = dict(roles._roles)
    stream = io.StringIO()
    settings = {
        "_disable_config": True, "report_level": 2, "halt_level": 5, "warning_stream": stream,
        "doctitle_xform": False, "initial_header_level": 1, "syntax_highlight": "none",
        "file_insertion_enabled": False, "datestamp": None, "smart_quotes": smart,
    }
    try:
        html = docutils.core.publish_parts(rst, writer="html5", settings_overrides=settings)["html_body"]
    except Exception as error:  # whatever docutils dies of is a complaint
        return "", f"docutils failed: {error!r}"
    finally:
        roles._roles.clear()
        roles._roles.update(known)
    return html, stream.getvalue()


def shown(token):
    """A token for people: a letter, and behind it the first letters of its formats."""
    if not isinstance(token, tuple) or token[0] == "code":
        return repr(token)
    return token[0] + " " + "".join(str(c) + "".join(f"<{f}>" for f in sorted(map(str, formats))) for c, formats in token[1])


def first_difference(want, got):
    for a, b in zip(want + [None], got + [None]):
        if a != b:
            return f"wanted {shown(a)}, got {shown(b)}"
    return ""


def complaints(case):
    html, messages = render(case["rst"])
    found = [f"docutils says: {messages.strip()}"] if messages else []
    want, got = Tokens(case["html"]).tokens, Tokens(html).tokens
    if case.get("exact") and want != got:
        found.append(first_difference(want, got))
    if words(want) != words(got):
        found.append(f"the words differ:\n  wanted {words(want)}\n     got {words(got)}")
    if "wide" in case:
        wide = Tokens(render(case["wide"])[0]).tokens
        if wide != got:
            found.append(f"wrapping changes it: {first_difference(wide, got)}")
    return found


def measure(command):
    """How many of the cases beside this file another converter gets, and how often docutils complains."""
    exact = spoken = 0
    files = sorted((pathlib.Path(__file__).parent / "cases").glob("*.md"))
    for file in files:
        done = subprocess.run(command, input=file.read_bytes(), capture_output=True, check=False)
        html, messages = render(done.stdout.decode(errors="replace"))
        spoken += bool(messages)
        want = Tokens(file.with_suffix(".html").read_text(encoding="utf-8")).tokens
        exact += not messages and Tokens(html).tokens == want
    print(f"{exact} of {len(files)} exact, {spoken} with a message of docutils")


if __name__ == "__main__":
    if sys.argv[1:]:
        measure(sys.argv[1:])
    else:
        json.dump([complaints(case) for case in json.load(sys.stdin)], sys.stdout)
