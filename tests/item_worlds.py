"""Random worlds of items for laws: few titles and texts, so that much of the same news is told more than once.

An item is decoded from two numbers. That costs far less than a draw for each of its fields, and the items are as varied.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st
from worlds import FILLER, countable

from newswatch.core.model import Channel, Countable, DateOrigin, ItemType, Origin, Verdict

_T = TypeVar("_T")

TITLES = [
    "Xã ra mắt tổ công nghệ số",
    "XÃ RA MẮT TỔ CÔNG NGHỆ SỐ",
    "Tổ công nghệ số về từng ngõ",
    "Bản tin cải cách hành chính",
    "",
    "Kết quả tháng 3",
]
TEXTS = ["", "", "Ngắn", f"{FILLER} {FILLER}", f"{FILLER} {FILLER} Hết.", f"{FILLER} Khác hẳn nhé."]
URLS = ["", "https://xa.example.vn/tin/1", "http://xa.example.vn/tin/1/", "https://xa.example.vn/tin/2"]
ORIGINS = [Origin.OWN, Origin.OWN, Origin.REBROADCAST, Origin.RETOLD, Origin.RELAY]
TYPES = [None, None, ItemType.TIN, ItemType.NOTICE]
VERDICTS = [Verdict.PAR, Verdict.PAR, Verdict.UNSURE, Verdict.OTHER]
AROUND_A_MONTHS_END = [date(2026, 10, 30), date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 2)]
DAYS = [date(2026, 9, 25) + timedelta(days=n) for n in range(72)] + AROUND_A_MONTHS_END * 9
DAYS_OR_NONE = [*DAYS, *[None] * len(DAYS)]
SAME_AS = [*range(1, 11), *[None] * 20]


class _Number:
    """A number that is used up by choosing: each choice takes its remainder."""

    def __init__(self, number: int) -> None:
        self._left = number

    def of(self, options: Sequence[_T]) -> _T:
        """One of the options."""
        self._left, place = divmod(self._left, len(options))
        return options[place]


NUMBERS = st.integers(0, 2**24 - 1)
"""Many more than there are items. Of larger numbers Hypothesis draws small ones most of the time."""


@st.composite
def worlds(draw: st.DrawFn) -> list[Countable]:
    """Up to nine items of a unit, their ids counted from 1."""
    return [_item(id_, _Number(draw(NUMBERS)), _Number(draw(NUMBERS))) for id_ in range(1, draw(st.integers(1, 9)) + 1)]


def _item(id_: int, what: _Number, how: _Number) -> Countable:
    """The item of two numbers: one for what it is, where and when, the other for the rest."""
    channel = what.of(list(Channel))
    on_air = channel is Channel.LOUDSPEAKER
    day, title = what.of(DAYS if on_air else DAYS_OR_NONE), what.of(TITLES)
    changes: dict[str, Any] = {
        "item_type": what.of(TYPES),
        "verdict": what.of(VERDICTS),
        "text": how.of(TEXTS),
        "url": how.of(URLS),
        "origin": how.of(ORIGINS if on_air else [Origin.OWN, Origin.REPOST]),
        "same_as": how.of(SAME_AS),
        "whole": on_air or how.of([False, True]),
    }
    if day and not on_air:
        other = how.of(DAYS_OR_NONE)
        changes["stated"] = ((DateOrigin.PAGE, day), *([(DateOrigin.FEED, other)] if other else []))
    return countable(id_, title, day.isoformat() if day else None, channel, **changes)
