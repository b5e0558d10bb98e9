"""Decides the classification of an item as it came to us. An item that could not be read is never classified as other."""

import re
from dataclasses import replace

from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.model import Channel, Classification, Verdict
from newswatch.core.text import title_key

_PROGRAMME = re.compile(
    r"^(ban tin|chuong trinh|chuyen muc|chuyen trang|chuyen de|hoi dap|diem tin|thoi su|phat thanh|tin tuc|tin tong hop)\b"
)
_PROGRAMME_WORDS = 8  # with more words a headline follows the programme's name; pinned by tests/core/count/test_duplicates.py


def classify_item(channel: Channel, title: str, text: str, lexicon: Lexicon, *, whole: bool = True) -> Classification:
    """The classification of a portal item or bulletin.

    An article that was not read (`whole` false) may be PAR by its heading but is never other. One that was read and has no text (a picture, a file
    to fetch) is judged by its heading, under the strictest limits. A bulletin logged by its title alone is judged by that title, unless it names a
    programme: a programme mixes topics under one title and may hold PAR news unnamed.
    """
    from newswatch.core.classify.classifier import classify  # counting asks this module for names of programmes and classifies nothing

    if channel is Channel.LOUDSPEAKER and not text.strip():
        return _held_back(classify(title, "", lexicon)) if names_programme(title) else classify(title, title, lexicon)
    return classify(title, text, lexicon) if whole else _held_back(classify(title, "", lexicon))


def _held_back(classification: Classification) -> Classification:
    """The classification of what was not read: it is not known not to be PAR."""
    return replace(classification, verdict=Verdict.UNSURE) if classification.verdict is Verdict.OTHER else classification


def names_programme(title: str) -> bool:
    """Whether a title names a programme, which comes back every week over another script, and not one piece of news."""
    key = title_key(title)
    return bool(_PROGRAMME.match(key)) and len(key.split()) <= _PROGRAMME_WORDS
