"""XML as it stands in a part: a tree whose nodes know their bytes, and edits of those bytes."""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from newswatch.errors import InputError

_MOST_NODES = 300_000
_MOST_DEPTH = 200
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ATTRIBUTE = re.compile(r"""\s+([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*')""")
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BARE = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
NAMESPACES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "x",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "x",
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rels",
    "http://schemas.openxmlformats.org/package/2006/content-types": "types",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
}
"""The short names by which elements and attributes of transitional and strict files are told; others are `?:name`."""


@dataclass(eq=False, slots=True)
class Node:
    """An element: its short name (`x:c`), the prefix it bears in the file, its attributes by short name, and its places in the UTF-8 text.

    `start` to `inside` is the start tag, `inside` to `ending` what it holds, `ending` to `end` the end tag; an empty-element tag has
    `inside == ending == end`. `text` is its own character data.
    """

    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    parent: "Node | None" = field(default=None, repr=False)
    inside: int = -1
    ending: int = -1
    end: int = -1
    text: str = ""
    children: list["Node"] = field(default_factory=list, repr=False)

    def all(self, name: str) -> list["Node"]:
        """Its children of that name."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> "Node | None":
        """Its first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def walk(self) -> Iterator["Node"]:
        """It and all below it, in the order of the file."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def get(self, name: str, otherwise: str = "") -> str:
        """An attribute by its short name."""
        return self.attributes.get(name, otherwise)


class Part:
    """One XML part: its text as UTF-8, its tree, and what is to be put into it."""

    def __init__(self, name: str, raw: bytes) -> None:
        """Raises InputError: it is no XML, of an unknown encoding, has a document type, or too many elements."""
        self.name, self._codec = name, _codec_of(raw)
        try:
            self.text = raw.decode(self._codec).encode()
        except (UnicodeError, LookupError) as error:
            raise InputError(f"{name}: is not text in {self._codec}: {error}; save the file anew in Excel or Word") from None
        self._kept = raw
        self._edits: list[tuple[int, int, str]] = []
        self.root: Node = _Reader(name, self.text).root

    def put(self, start: int, end: int, text: str) -> None:
        """Puts `text` in place of the bytes from `start` to `end`."""
        self._edits.append((start, end, text))

    def retag(self, node: Node, attributes: Mapping[str, str | None]) -> None:
        """Sets attributes of a node, named as they stand in the file, or takes them out."""
        self.put(node.start, node.inside, self.tag(node, attributes))

    def tag(self, node: Node, attributes: Mapping[str, str | None]) -> str:
        """A node's start tag with attributes set or taken out, and everything else as it stands."""
        tag = _ATTRIBUTE.sub(lambda m: "" if m[1] in attributes else m[0], self.text[node.start : node.inside].decode())
        cut = re.search(r"\s*/?>$", tag)
        assert cut, "a start tag ends so"
        added = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items() if value is not None)
        return tag[: cut.start()] + added + tag[cut.start() :]

    @property
    def changed(self) -> bool:
        """Is something to be put into it?"""
        return bool(self._edits)

    def written(self) -> bytes:
        """The part with all put in, in its own encoding; what was not touched is as it was."""
        if not self._edits:
            return self._kept
        text, at, pieces = self.text, 0, []
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            assert start >= at, "edits don't overlap"
            pieces += [text[at:start], new.encode()]
            at = end
        made = b"".join([*pieces, text[at:]]).decode()
        return made.encode(self._codec, "xmlcharrefreplace")


def content(text: str) -> str:
    """Text as content of an element: what XML forbids left out, the rest escaped."""
    return escape(_ILLEGAL.sub("", text), {"\r": "&#13;"})


def _codec_of(raw: bytes) -> str:
    for mark, codec in (*_BOMS, *_BARE):
        if raw.startswith(mark):
            return codec
    declared = _DECLARED.match(raw[:300])
    return declared[1].decode("ascii").lower() if declared else "utf-8"


class _Reader:
    """Reads a text into a tree. A start tag ends where the next event begins."""

    def __init__(self, name: str, text: bytes) -> None:
        self.name, self.source, self.count = name, text, 0
        self.open: list[Node] = []
        self.found: Node | None = None
        self.unended: list[Callable[[int], None]] = []
        self.parser = parser = expat.ParserCreate("utf-8", namespace_separator="\n")
        parser.namespace_prefixes = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self.started, self.ended, self.characters
        parser.DefaultHandler = self.other
        parser.CommentHandler = parser.StartCdataSectionHandler = parser.EndCdataSectionHandler = self.other
        parser.ProcessingInstructionHandler = self.other
        parser.StartDoctypeDeclHandler = self.refused
        try:
            parser.Parse(text, True)
        except expat.ExpatError as error:
            raise InputError(f"{name}: is no XML that can be read: {error}; save the file anew in Excel or Word") from None
        assert self.found is not None, "XML that parses has a root"
        self.root: Node = self.found

    def here(self) -> int:
        """Where the present event begins; the tags before it end here at the latest."""
        at = self.parser.CurrentByteIndex
        for settle in self.unended:
            settle(at)
        self.unended.clear()
        return at

    def started(self, name: str, attributes: dict[str, str]) -> None:
        at = self.here()
        self.count += 1
        if self.count > _MOST_NODES:
            raise InputError(
                f"{self.name}: has more than {_MOST_NODES:,} elements; delete empty rows and columns below and beside the table, and save it"
            )
        if len(self.open) > _MOST_DEPTH:
            raise InputError(
                f"{self.name}: is nested deeper than {_MOST_DEPTH} elements, as no file of Excel or Word is; save it anew there"
            )
        short, prefix = _short(name)
        parent = self.open[-1] if self.open else None
        node = Node(short, prefix, {_short_attribute(key): value for key, value in attributes.items()}, at, parent)
        if parent:
            parent.children.append(node)
        self.found = self.found or node
        self.open.append(node)
        self.unended.append(lambda end: setattr(node, "inside", end))

    def ended(self, _: str) -> None:
        at, node = self.here(), self.open.pop()
        if node.inside == at and self.source[at - 2 : at] == b"/>":
            node.ending = node.end = at
        else:
            node.ending, node.end = at, self.source.index(b">", at) + 1

    def characters(self, text: str) -> None:
        self.here()
        if self.open:
            self.open[-1].text += text

    def other(self, *_: object) -> None:
        self.here()

    def refused(self, *_: object) -> None:
        raise InputError(f"{self.name}: declares a document type, as no file of Excel or Word does; save the file anew in Excel or Word")


def _short(name: str) -> tuple[str, str]:
    """The short name and the prefix of what expat gives as URI, name and prefix."""
    uri, local, prefix = [*name.split("\n"), ""][:3] if "\n" in name else ("", name, "")
    return f"{NAMESPACES.get(uri, '?')}:{local}", prefix


def _short_attribute(name: str) -> str:
    uri, rest = name.split("\n")[:2] if "\n" in name else ("", name)
    return f"{NAMESPACES.get(uri, '?')}:{rest}" if uri else rest
