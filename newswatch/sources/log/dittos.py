"""Fills in what ditto marks stand for: the cell above in the same column ("-nt-", "như trên", a quotation mark alone)."""

import re
from collections.abc import Mapping
from dataclasses import replace

from newswatch.core.text import bare
from newswatch.sources.log.sheet import PLAIN, Facts, Place, Row, Sheet
from newswatch.sources.log.values import is_total

_DITTO = re.compile(
    r"[\"“”″〃'’]{1,3}|[-–—]\s?[\"“”″〃]\s?[-–—]|//|[-–—]?\s?n\.?t\.?\s?[-–—]?|(?:nhu|nt) (?:tren|dong tren|o tren)|[-–—]\s?nhu tren\s?[-–—]"
)


def filled_in(sheet: Sheet) -> Sheet:
    """The sheet with the text above in place of each ditto mark, passing over headers, headings and sums, which say nothing that a mark repeats.

    A mark under a blank cell stays as it is.
    """
    above: dict[int, tuple[str, Facts]] = {}
    rows: list[Row] = []
    facts: dict[Place, Facts] = {}
    for number, cells in sheet.rows:
        texts = list(cells)
        for at, text in enumerate(texts):
            if text.strip() and at in above and is_ditto(text) and above[at][0].strip():
                texts[at] = above[at][0]
                facts[number, at] = _like(sheet.at(number, at), above[at][1])
        if any(character.isdigit() for text in texts for character in text) and not is_total(texts):
            above = {at: (text, facts.get((number, at), sheet.at(number, at))) for at, text in enumerate(texts)}
        rows.append((number, tuple(texts)))
    return replace(sheet, rows=rows, facts=_merged(sheet.facts, facts)) if facts else sheet


def is_ditto(text: str) -> bool:
    """Whether a cell only says that it holds what the cell above holds."""
    return _DITTO.fullmatch(bare(text).strip()) is not None


def _like(own: Facts, above: Facts) -> Facts:
    return replace(own, real=above.real, number=above.number)


def _merged(old: Mapping[Place, Facts], more: Mapping[Place, Facts]) -> dict[Place, Facts]:
    return {**old, **{place: facts for place, facts in more.items() if facts != PLAIN}}
