"""Reads the tags of a Word template, paragraph by paragraph, and says of the first wrong one where it stands and what is wrong with it.

paragraphs → tags → each against what the document tells, loops and conditions closed
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from newswatch.core.text import printable
from newswatch.errors import InputError
from newswatch.report.documents.language import Bounded, Fault, Scope, element_of, in_loop, value_of
from newswatch.report.sheets.markup import Node
from newswatch.report.sheets.package import Package
from newswatch.report.sheets.worksheet import is_on

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_OPENING = re.compile(r"\{[{%#]")
_OF_XML = re.compile(r"\{\{(?:tr|tc|p|r) ")
_STATEMENT = re.compile(r"\{%-?(?:(?:tr|tc|p|r) )?\s*(.*?)\s*-?%\}")
_FOR = re.compile(r"for (\w+) in (.+)")
_IF = re.compile(r"if (.+)")
_ELIF = re.compile(r"elif (.+)")
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_FILLED = ("header", "footer", "footnotes")
_LONGEST_QUOTE = 60
_MOST_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its place, as a person would find it in Word."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place} (“{printable(self.text, _LONGEST_QUOTE)}”)"


@dataclass(frozen=True, slots=True)
class _Open:
    """A loop or condition that is not closed yet: its tag, where it stands, what is known within it, the name of its element."""

    tag: str
    where: Paragraph
    scope: Scope
    element: str = ""


def check(package: Package, known: Scope) -> None:
    """Raises InputError with paragraph and tag: one that is not closed, can't be read, uses what templates may not, or names what is not `known`."""
    _refuse_protected(package)
    for part in (package.main, *_others(package)):
        _Walk(known).through(_paragraphs(package, part))


class _Walk:
    """The tags of one part in their order."""

    def __init__(self, known: Scope) -> None:
        self._env, self._known = Bounded(), known
        self._open: list[_Open] = []

    def through(self, paragraphs: Iterator[Paragraph]) -> None:
        for paragraph in paragraphs:
            for tag in _tags(paragraph):
                try:
                    self._take(tag.translate(_QUOTES), paragraph)
                except Fault as fault:
                    raise InputError(f"{paragraph}: {tag}: {fault}") from None
        if self._open:
            last = self._open[-1]
            raise InputError(f"{last.where}: {last.tag}: is never ended; put {{% end{_word(last.tag)} %}} after what it is about")

    def _take(self, tag: str, where: Paragraph) -> None:
        if tag.startswith("{#"):
            return
        if tag.startswith("{{"):
            if _OF_XML.match(tag):
                raise Fault("would stand outside of the text; write it as {{ name }}")
            value_of(self._env, tag.strip("{}-").strip(), self._scope)
            return
        match = _STATEMENT.fullmatch(tag)
        self._state(tag, match[1] if match else "", where)

    @property
    def _scope(self) -> Scope:
        return self._open[-1].scope if self._open else self._known

    def _state(self, tag: str, said: str, where: Paragraph) -> None:
        if loop := _FOR.fullmatch(said):
            self._open.append(self._loop(tag, where, loop[1], loop[2]))
        elif condition := _IF.fullmatch(said):
            value_of(self._env, condition[1], self._scope)
            self._open.append(_Open(tag, where, self._scope))
        elif said == "else" or _ELIF.fullmatch(said):
            self._within("if")
            if condition := _ELIF.fullmatch(said):
                value_of(self._env, condition[1], self._scope)
        elif said in ("endfor", "endif"):
            self._within(said.removeprefix("end"))
            self._open.pop()
        else:
            raise Fault("is none of the tags for, if, elif, else, endif, endfor")

    def _loop(self, tag: str, where: Paragraph, name: str, over: str) -> _Open:
        """A loop within another is over a part of the other's element, so that all together are no longer than what is told."""
        around = [one for one in self._open if one.element]
        if around and (len(around) >= _MOST_DEPTH or not re.match(rf"{around[-1].element}\.", over)):
            raise Fault(f"repeats for all that a loop around it repeats; within {around[-1].tag} repeat for {around[-1].element}.… alone")
        element = element_of(value_of(self._env, over, self._scope))
        return _Open(tag, where, in_loop(self._scope, name, element), name)

    def _within(self, word: str) -> None:
        if not self._open or _word(self._open[-1].tag) != word:
            if self._open:
                raise Fault(f"ends or divides no {word}; {self._open[-1].tag} in {self._open[-1].where} is to be ended first")
            raise Fault(f"ends or divides no {word} that was begun")


def _word(tag: str) -> str:
    """`for` or `if`."""
    match = _STATEMENT.fullmatch(tag)
    return match[1].partition(" ")[0] if match else ""


def _tags(paragraph: Paragraph) -> list[str]:
    """The tags of a paragraph. Raises InputError if one begins and does not end in it."""
    rest = _TAG.sub("", paragraph.text)
    if found := _OPENING.search(rest):
        end = {"{": "}}", "%": "%}", "#": "#}"}[found[0][1]]
        raise InputError(f"{paragraph}: {printable(rest[found.start() :], _LONGEST_QUOTE)}: is not closed by {end} in its paragraph")
    return _TAG.findall(paragraph.text)


def _paragraphs(package: Package, name: str) -> Iterator[Paragraph]:
    """The paragraphs of a part, with those in tables, as they follow each other."""
    texts: dict[int, list[str]] = {}
    for node in package.part(name).root.walk():
        if node.name == "w:p":
            texts[id(node)] = []
        elif node.name == "w:t" and (above := _paragraph_above(node)) is not None:
            texts[id(above)].append(node.text)
    of = "" if name == package.main else f" of {name}"
    for number, pieces in enumerate(texts.values(), 1):
        yield Paragraph(f"paragraph {number}{of}", "".join(pieces))


def _paragraph_above(node: Node) -> Node | None:
    above: Any = node.parent
    while above is not None and above.name != "w:p":
        above = above.parent
    return above  # type: ignore[no-any-return]


def _others(package: Package) -> list[str]:
    return sorted(target for kind, target in package.related(package.main).values() if kind in _FILLED)


def _refuse_protected(package: Package) -> None:
    named = next((target for kind, target in package.related(package.main).values() if kind == "settings"), None)
    found = package.part(named).root.first("w:documentProtection") if named else None
    if found is not None and is_on(found.get("w:enforcement")):
        raise InputError("the document is protected; take the protection off (Review, Restrict Editing), and save the file")
