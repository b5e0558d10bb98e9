"""How periods are named, and how names of units and periods are written in names of files."""

import re
import unicodedata

from newswatch.core.text import bare

_SPANS = {"Q1": "quý I", "Q2": "quý II", "Q3": "quý III", "Q4": "quý IV", "H1": "6 tháng đầu năm", "H2": "6 tháng cuối năm"}
_LONGEST_SLUG = 60


def name(period: str) -> str:
    """`tháng 03/2026`, `quý I/2026`, `6 tháng đầu năm 2026`, `năm 2026`."""
    year, _, span = period.partition("-")
    if span.isdigit():
        return f"tháng {span}/{year}"
    named = _SPANS.get(span, "năm")
    return f"{named}/{year}" if span.startswith("Q") else f"{named} {year}"


def slug(text: str) -> str:
    """A name in ASCII, for names of files: `quang-tho`."""
    plain = unicodedata.normalize("NFKD", bare(text)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG] or "don-vi"
