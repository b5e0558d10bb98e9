"""What is put into a criterion's row, and what came of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from newswatch.errors import InputError
from newswatch.report.sheets.finding import Place
from newswatch.report.sheets.headings import Kind
from newswatch.report.vi import terms

_OURS = "Theo newswatch, tính đến hết ngày "


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """The self-score with its decimals, the evidence and the explanation, as they stand at the end of a local day.

    `must_say` tells that the score may not be handed in without its explanation.
    """

    score: Decimal
    decimals: int
    evidence: str
    explanation: str
    until: date
    must_say: bool

    @property
    def points(self) -> str:
        """The score as people write it: `1,5`."""
        return terms.points(self.score, self.decimals)

    def texts(self, place: Place) -> dict[Kind, str]:
        """What the cells of a row get. Where no column is for explanations, notes hold them.

        Raises InputError: there is no column for an explanation without which the score may not stand.
        """
        explained = Kind.EXPLANATION if Kind.EXPLANATION in place.spots else Kind.NOTE
        if self.must_say and explained not in place.spots:
            raise InputError(
                f"{place.told}: no column takes the explanation, without which this score may not stand; add one headed “Giải trình” or “Ghi chú”"
            )
        head = f"{_OURS}{terms.day(self.until)}: "
        told = {Kind.EVIDENCE: head + self.evidence, explained: head + self.explanation}
        return {Kind.SELF: self.points} | {kind: text for kind, text in told.items() if kind in place.spots}

    def without(self, place: Place) -> tuple[Kind, ...]:
        """What had no column in the sheet."""
        explained = Kind.EXPLANATION in place.spots or Kind.NOTE in place.spots
        return (() if Kind.EVIDENCE in place.spots else (Kind.EVIDENCE,)) + (() if explained else (Kind.EXPLANATION,))


@dataclass(frozen=True, slots=True)
class Filled:
    """The file with its row filled in: where it is, what each cell got, and which columns there are none of."""

    raw: bytes
    where: str
    put: tuple[tuple[str, str], ...]
    without: tuple[Kind, ...]


def kept(text: str) -> str:
    """What people wrote into a cell: its text without what newswatch put there before."""
    return text.partition(_OURS)[0].strip()


def is_ours(text: str) -> bool:
    """Did newswatch put this there?"""
    return text.strip().startswith(_OURS)
