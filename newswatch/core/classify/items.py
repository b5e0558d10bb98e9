"""The ruling on an item as it came to us: what could not be read is never ruled out."""

import re
from dataclasses import replace

from newswatch.core.classify import classify
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.model import Channel, Classification, Verdict
from newswatch.core.text import title_key

_PROGRAMME = re.compile(
    r"^(ban tin|chuong trinh|chuyen muc|chuyen trang|chuyen de|hoi dap|diem tin|thoi su|phat thanh|tin tuc|tin tong hop)\b"
)
_PROGRAMME_WORDS = 8


def classify_item(channel: Channel, title: str, text: str, lexicon: Lexicon, *, whole: bool = True) -> Classification:
    """The ruling on a portal item or bulletin.

    An article that was not read (`whole` false), or of which nothing but the title is known, may be PAR but is never ruled out. A bulletin logged by its
    title alone is judged by it, unless the title names a programme, which may hold a PAR story unnamed (PORTALS.md 6).
    """
    if channel is Channel.LOUDSPEAKER and not text.strip() and not names_programme(title):
        return classify(title, title, lexicon)
    classification = classify(title, text if whole else "", lexicon)
    if classification.verdict is Verdict.OTHER and not (whole and text.strip()):
        return replace(classification, verdict=Verdict.UNSURE)
    return classification


def names_programme(title: str) -> bool:
    """Whether a title is that of a programme rather than of a story: it comes back every week over another script."""
    key = title_key(title)
    return bool(_PROGRAMME.match(key)) and len(key.split()) <= _PROGRAMME_WORDS
