"""Reads the legend of a sheet: which fill, colour or weight means what ("Ô xanh = tiếp âm", or a green cell beside "Tiếp âm đài tỉnh").

A look that no legend explains says nothing.
"""

import colorsys
import re
from collections.abc import Iterator, Mapping, Sequence

from newswatch.core.model import ItemType
from newswatch.core.text import fold, title_key
from newswatch.sources.log import values
from newswatch.sources.log.days import is_date
from newswatch.sources.log.entry import Entry
from newswatch.sources.log.sections import section_of
from newswatch.sources.log.sheet import Sheet
from newswatch.sources.log.signs import Told, aired, mentions_again, mentions_relay

_HUES = {
    "xanh": ("green", "blue"),
    "đỏ": ("red",),
    "vàng": ("yellow",),
    "vang": ("yellow",),
    "cam": ("orange",),
    "tím": ("purple",),
    "hồng": ("pink", "red"),
    "xám": ("grey",),
}
_STYLES = {"đậm": "bold", "nghiêng": "italic"}
_COLOUR = r"(xanh(?: lá cây| lá| dương| lam| la cay| la| duong)?|đỏ|vàng|vang|cam|tím|hồng|xám|đậm|nghiêng)"
_NAMED = re.compile(rf"(?:^|\W){_COLOUR}(?!\w)[^=:]{{0,20}}?(?:\s(?:là|la|nghĩa là|ghi|thì)\s|[=:]|\s[-–]\s)\s*(.+)")
_PARTS = re.compile(r"[;\n.]|,(?=[^,]*[=:])")
_BY_ANGLE = ((20, "red"), (50, "orange"), (70, "yellow"), (170, "green"), (260, "blue"), (300, "purple"), (345, "pink"), (361, "red"))
_UNAIRED = "unaired"

Meaning = dict[str, str]
Legend = Mapping[str, Meaning]


def legend(sheet: Sheet) -> dict[str, Meaning]:
    """What each look on a sheet means, as fields; one with two meanings is left out."""
    found: dict[str, list[Meaning]] = {}
    looks = frozenset().union(*(facts.looks for facts in sheet.facts.values())) if sheet.facts else frozenset()
    for number, cells in sheet.rows:
        filled = [(at, text) for at, text in enumerate(cells) if text.strip()]
        if looks and len(filled) <= 4 and not any(is_date(text) for _, text in filled):
            for look, meaning in _explained(sheet, number, filled, looks):
                found.setdefault(look, []).append(meaning)
    return {look: meanings[0] for look, meanings in found.items() if all(one == meanings[0] for one in meanings)}


def _explained(sheet: Sheet, number: int, filled: Sequence[tuple[int, str]], looks: frozenset[str]) -> Iterator[tuple[str, Meaning]]:
    for at, text in filled:
        named = [
            (match[1], meaning) for part in _PARTS.split(fold(text)) if (match := _NAMED.search(part)) and (meaning := _meaning(match[2]))
        ]
        yield from ((look, meaning) for name, meaning in named for look in looks if _is_called(look, name))
        if not named and (meaning := _meaning(text)):
            own = sheet.at(number, at).looks | (sheet.at(number, at - 1).looks if at and not _text_at(filled, at - 1) else frozenset())
            yield from ((look, meaning) for look in own if look not in ("bold", "italic"))


def _text_at(filled: Sequence[tuple[int, str]], place: int) -> bool:
    return any(at == place for at, _ in filled)


def _meaning(text: str) -> Meaning:
    """What an explanation says, by field."""
    key = title_key(text)
    if len(key.split()) > 12:
        return {}
    if mentions_relay(text):
        return {"origin": "tiếp âm"}
    if aired(text) is Told.NOT_AIRED:
        return {_UNAIRED: text.strip()}
    if mentions_again(text):
        return {"origin": "phát lại"}
    if values.item_type(key) is ItemType.NOTICE and len(key.split()) <= 3:
        return {"item_type": "Thông báo"}
    said = section_of(text)
    return {"origin": said["origin"]} if "origin" in said else {}


def _is_called(look: str, name: str) -> bool:
    """Whether a look is the named colour or style."""
    if name in _STYLES:
        return look == _STYLES[name]
    kinds = ("green",) if " l" in name and "lam" not in name else ("blue",) if " " in name else _HUES[name]
    return _hue(look) in kinds


def _hue(look: str) -> str:
    match = re.fullmatch(r"(?:fill|font):([0-9A-F]{6}).*", look)
    if match is None:
        return ""
    red, green, blue = (int(match[1][n : n + 2], 16) / 255 for n in (0, 2, 4))
    hue, saturation, _ = colorsys.rgb_to_hsv(red, green, blue)
    return "grey" if saturation < 0.08 else next(name for angle, name in _BY_ANGLE if hue * 360 < angle)


def explained(entry: Entry, means: Legend) -> Entry:
    """The entry with what its look means. Looks that mean different things leave it to a person."""
    said = [means[look] for look in sorted(entry.looks) if look in means]
    if not said:
        return entry
    if any(one != said[0] for one in said):
        return entry.told("title", "its colours mean different things by the legend")
    if _UNAIRED in said[0]:
        return entry.but(aired=False)
    return entry.but(fields={**said[0], **{name: text for name, text in entry.fields.items() if text.strip()}})
