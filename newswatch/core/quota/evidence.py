"""What evidence a rule asks for of an item, as its file says it: `url + capture`, `log line + (audio or script)`.

`+` and `and` mean both, `or` either one; `and` binds closer, parentheses group. What is asked for is kept in one form, however it was written: a row of
choices all of which must be met, none of them needless. It bears on no count.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from newswatch.core.model import Channel
from newswatch.core.record.files import EvidenceKind
from newswatch.core.table import Table

Demand = tuple[tuple[EvidenceKind, ...], ...]
"""Choices all of which must be met, each by one of its kinds; empty if nothing is asked for."""

_LONGEST, _DEEPEST = 300, 20
_WORDS = sorted(EvidenceKind, key=len, reverse=True)
_TOKEN = re.compile(r"\s*(?:(?P<sign>[+()])|(?P<word>" + "|".join((*_WORDS, "and", "or")).replace(" ", r"\s+") + r")(?!\w)|(?P<odd>\S+))")


def unmet(demand: Demand, at_hand: Collection[EvidenceKind]) -> Demand:
    """What is still lacking of a demand with some evidence at hand."""
    return tuple(choice for choice in demand if not any(kind in at_hand for kind in choice))


def as_text(demand: Demand) -> str:
    """A demand as a rule file would say it."""
    choices = [" or ".join(choice) for choice in demand]
    return " + ".join(f"({text})" if " or " in text and len(choices) > 1 else text for text in choices)


def demands(table: Table) -> Mapping[Channel, Demand]:
    """What an `[evidence]` table asks for on each channel that it names. What is wrong is noted in the table."""
    named = {channel: table.text(channel.value, "") for channel in Channel}
    table.finish()
    found = {channel: _read(table, channel.value, text) for channel, text in named.items()}
    return {channel: demand for channel, demand in found.items() if demand}


def _read(table: Table, key: str, text: str) -> Demand:
    if len(text) > _LONGEST or text.count("(") > _DEEPEST:
        table.problem(key, f"expected at most {_LONGEST} characters and {_DEEPEST} parentheses, found {len(text)} and {text.count('(')}")
        return ()
    if not text.strip():
        return ()
    try:
        return _Reader(text).whole()
    except ValueError as error:
        table.problem(key, f"{error}, in {text!r}; write it as 'log line + (audio or script)', of {', '.join(EvidenceKind)}")
        return ()


class _Reader:
    """One text being read, from left to right. Raises ValueError for what is no demand."""

    def __init__(self, text: str) -> None:
        tokens = [(found.lastgroup, " ".join(found[found.lastgroup or 0].split())) for found in _TOKEN.finditer(text.lower().rstrip())]
        if odd := [token for group, token in tokens if group == "odd"]:
            raise ValueError(f"unknown words {', '.join(map(repr, dict.fromkeys(odd)))}")
        self._tokens = [token for _, token in tokens]
        self._place = 0

    def whole(self) -> Demand:
        """All of it."""
        found = self._either()
        if self._next:
            raise ValueError(f"expected '+' or 'or' before {self._next!r}")
        return found

    @property
    def _next(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _take(self, *wanted: str) -> bool:
        if self._next not in wanted or not self._next:
            return False
        self._place += 1
        return True

    def _either(self) -> Demand:
        found = self._both()
        while self._take("or"):
            other = self._both()
            found = _least({*one, *two} for one in found for two in other)
        return found

    def _both(self) -> Demand:
        found = self._single()
        while self._take("+", "and"):
            found = _least(map(set, (*found, *self._single())))
        return found

    def _single(self) -> Demand:
        if self._take("("):
            found = self._either()
            if not self._take(")"):
                raise ValueError(f"expected ')' {f'before {self._next!r}' if self._next else 'at the end'}")
            return found
        if self._next in list(EvidenceKind):
            self._place += 1
            return ((EvidenceKind(self._tokens[self._place - 1]),),)
        raise ValueError(f"expected a kind of evidence {f'before {self._next!r}' if self._next else 'at the end'}")


def _least(choices: Iterable[set[EvidenceKind]]) -> Demand:
    """The choices in one form: none that another one meets, in the order of the vocabulary."""
    found = {frozenset(choice) for choice in choices}
    needed = [choice for choice in found if not any(other < choice for other in found)]
    order = list(EvidenceKind)
    return tuple(sorted((tuple(sorted(one, key=order.index)) for one in needed), key=lambda one: [order.index(kind) for kind in one]))
