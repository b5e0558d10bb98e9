"""CSS selectors: splits a comma list, and matches the simple selectors that newswatch proposes itself against a `dom` tree."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from newswatch.sources.infer.dom import Element

ITSELF = ":scope"
"""The selector of a profile that means the entry's own text."""

_COMPOUND = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<rest>(?:[.#][\w-]+|\[[\w-]+(?:[$^*]?=\"[^\"]*\")?\])*)$")
_SIMPLE = re.compile(r"\.([\w-]+)|#([\w-]+)|\[([\w-]+)(?:([$^*]?=)\"([^\"]*)\")?\]")


class _Compound(NamedTuple):
    """One compound of a selector: tag or "", classes, and a test on each other attribute: name, operator or "", value."""

    tag: str
    classes: frozenset[str]
    tests: tuple[tuple[str, str, str], ...]


@lru_cache(512)
def alternatives(selector: str) -> tuple[str, ...]:
    """The selectors of a comma list, in order. A comma inside brackets, parentheses or quotes is no separator."""
    found: list[str] = []
    depth, quote, start = 0, "", 0
    for at, c in enumerate(selector):
        if quote:
            quote = "" if c == quote else quote
        elif c in "\"'":
            quote = c
        elif c in "([":
            depth += 1
        elif c in ")]":
            depth -= 1
        elif c == "," and depth == 0:
            found.append(selector[start:at].strip())
            start = at + 1
    return tuple(filter(None, (*found, selector[start:].strip())))


class Index:
    """A tree prepared for matching many selectors, each made of compounds of tag, classes, id and attributes, joined by spaces or ` > `."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._all = list(root.walk())
        self._by_tag: dict[str, list[Element]] = defaultdict(list)
        self._by_class: dict[str, list[Element]] = defaultdict(list)
        for element in self._all:
            self._by_tag[element.tag].append(element)
            for name in set(element.classes):
                self._by_class[name].append(element)

    def select(self, selector: str) -> list[Element]:
        """The matching elements, in document order. Raises ValueError for a selector that is not of the simple kind."""
        steps = selector.split()
        last = _parse(steps[-1])
        return [e for e in self._pool(last) if _is(e, last) and _fits(e, steps[:-1])]

    def _pool(self, compound: _Compound) -> Iterable[Element]:
        if compound.classes:
            return min((self._by_class.get(name, []) for name in compound.classes), key=len)
        return self._by_tag.get(compound.tag, []) if compound.tag else self._all


def _fits(element: Element, steps: list[str]) -> bool:
    """Whether the ancestors of an element match the steps of a selector before its last compound."""
    if not steps:
        return True
    if steps[-1] == ">":
        parent = element.parent
        return parent is not None and _is(parent, _parse(steps[-2])) and _fits(parent, steps[:-2])
    return any(_is(above, _parse(steps[-1])) and _fits(above, steps[:-1]) for above in element.ancestors())


def _is(element: Element, compound: _Compound) -> bool:
    return (
        (not compound.tag or element.tag == compound.tag)
        and compound.classes.issubset(element.classes)
        and all(_has(element.attrs.get(name), how, value) for name, how, value in compound.tests)
    )


@lru_cache(4096)
def _parse(compound: str) -> _Compound:
    found = _COMPOUND.match(compound)
    if found is None:
        raise ValueError(f"no simple selector: {compound!r}")
    simple = _SIMPLE.findall(found["rest"])
    classes = frozenset(name for name, *_ in simple if name)
    ids = tuple(("id", "=", value) for _, value, *_ in simple if value)
    return _Compound(found["tag"] or "", classes, ids + tuple((name, how, value) for _, _, name, how, value in simple if name))


def _has(value: str | None, how: str, wanted: str) -> bool:
    if value is None:
        return False
    return {"": True, "=": value == wanted, "$=": value.endswith(wanted), "^=": value.startswith(wanted), "*=": wanted in value}[how]
