"""Reads a model card with Python's own HTML parser, which knows nothing of how the card was written.

Prints one JSON object: problems found (none in a good card), the tags that occur, and the text of the page.
"""

import json
import re
import sys
from collections import Counter
from html.parser import HTMLParser

VOID = {"meta", "br", "hr"}
# SVG shapes that are written as <line .../>.
SELF_CLOSED = {"path", "line", "circle", "polyline"}
ALLOWED = VOID | SELF_CLOSED | set(
    "html head title style body main h1 h2 h3 p ul ol li table caption thead tbody tr th td code strong span div "
    "figure figcaption svg desc text".split()
)
ATTRIBUTES = {
    "*": {"class", "id", "lang", "role", "scope", "aria-label", "aria-labelledby"},
    "meta": {"charset", "http-equiv", "content", "name"},
    "svg": {"viewbox"},
    "path": {"d"},
    "line": {"x1", "x2", "y1", "y2"},
    "circle": {"cx", "cy", "r"},
    "polyline": {"points"},
    "text": {"x", "y", "text-anchor", "transform"},
}


class Card(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.problems, self.open, self.tags, self.ids = [], [], Counter(), []
        self.text, self.style, self.policy, self.references = [], [], None, []

    def handle_starttag(self, tag, attributes):
        self.tags[tag] += 1
        if tag not in ALLOWED:
            self.problems.append(f"<{tag}> is not expected")
        for name, value in attributes:
            if name not in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()):
                self.problems.append(f"{tag} has {name}={value!r}")
            if name == "id":
                self.ids.append(value)
            if name == "aria-labelledby":
                self.references += value.split()
        values = dict(attributes)
        if values.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = values["content"]
        if tag == "th" and "scope" not in values:
            self.problems.append("a table header without a scope")
        if tag not in VOID | SELF_CLOSED:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        if tag not in SELF_CLOSED:
            self.problems.append(f"<{tag}/> closes itself")
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes what is not open, at {self.getpos()}")

    def handle_data(self, data):
        (self.style if self.open[-1:] == ["style"] else self.text).append(data)

    def handle_comment(self, data):
        self.problems.append("a comment")

    def handle_pi(self, data):
        self.problems.append("a processing instruction")


def main(path):
    with open(path, encoding="utf-8") as file:
        page = file.read()
    card = Card()
    card.feed(page)
    card.close()
    problems = card.problems + [f"<{tag}> is left open" for tag in card.open]
    if re.search(r"url\(|@import|expression|</", "".join(card.style)):
        problems.append("the style loads something")
    if len(card.ids) != len(set(card.ids)):
        problems.append("an id stands twice")
    problems += [f"nothing has the id {name}" for name in card.references if name not in card.ids]
    if card.tags["style"] != 1 or card.tags["h1"] != 1:
        problems.append("one style and one first heading are expected")
    print(json.dumps({"problems": problems, "policy": card.policy, "tags": card.tags, "text": "".join(card.text)}))


main(sys.argv[1])
