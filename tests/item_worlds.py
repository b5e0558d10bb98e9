"""Random worlds of items for laws: few titles and texts, so that much of the same news is told more than once."""

from datetime import date
from typing import Any

from hypothesis import strategies as st
from worlds import FILLER, countable

from newswatch.core.model import Channel, Countable, DateOrigin, ItemType, Origin, Verdict

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
DAYS = st.dates(date(2026, 9, 25), date(2026, 12, 5))


@st.composite
def worlds(draw: st.DrawFn) -> list[Countable]:
    """Up to nine items of a unit, their ids counted from 1."""
    return [draw(_item(id_)) for id_ in range(1, draw(st.integers(1, 9)) + 1)]


@st.composite
def _item(draw: st.DrawFn, id_: int) -> Countable:
    channel = draw(st.sampled_from(Channel))
    on_air = channel is Channel.LOUDSPEAKER
    day = draw(DAYS if on_air else st.none() | DAYS)
    changes: dict[str, Any] = {
        "text": draw(st.sampled_from(TEXTS)),
        "url": draw(st.sampled_from(URLS)),
        "origin": draw(st.sampled_from(ORIGINS if on_air else [Origin.OWN, Origin.REPOST])),
        "item_type": draw(st.sampled_from(TYPES)),
        "verdict": draw(st.sampled_from(VERDICTS)),
        "same_as": draw(st.none() | st.none() | st.integers(1, 10)),
        "whole": on_air or draw(st.booleans()),
    }
    if day and not on_air:
        other = draw(st.none() | DAYS)
        changes["stated"] = ((DateOrigin.PAGE, day), *([(DateOrigin.FEED, other)] if other else []))
    return countable(id_, draw(st.sampled_from(TITLES)), day.isoformat() if day else None, channel, **changes)
