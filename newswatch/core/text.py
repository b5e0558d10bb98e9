"""Decides when two Vietnamese texts are the same: NFC, white space, case, place of the tone mark, forms without marks, titles cut short.

The damages that are mended here (letters of old PDF fonts, invisible and half characters, both ways of marking oa, oe, uy) were met on
commune portals. Text in legacy encodings is not mended; `classify.matching` finds it unreadable.
"""

import re
import unicodedata

_CONTROL = (*range(0x09), *range(0x0E, 0x1C), 0x7F)
_HALF_CHARACTERS = range(0xD800, 0xE000)
_INVISIBLE = dict.fromkeys((*map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), *_CONTROL, *_HALF_CHARACTERS))
_LOOKALIKE_LETTERS = str.maketrans({"Ƣ": "Ư", "ƣ": "ư", "Ð": "Đ", "ð": "đ", "Ɖ": "Đ"})
_ODD = re.compile(f"[{''.join(map(re.escape, map(chr, [*_INVISIBLE, *_LOOKALIKE_LETTERS])))}]")
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‛": "'", "–": "-", "—": "-", "‑": "-"})
_OPEN_PAIRS = {"oa", "oe", "uy"}
_WORD = re.compile(r"\w+")
_SHORTEST_CUT = (
    15  # letters; less of a title cut short begins too many others ("Xã ra mắt…"); chosen by hand, pinned by tests/core/test_text.py
)


def clean(text: str) -> str:
    """Text in NFC on one line. White space is folded, invisible, control and half characters go, `Ƣ` of old PDF fonts is read as `Ư`."""
    if _ODD.search(text):
        text = text.translate(_INVISIBLE).translate(_LOOKALIKE_LETTERS)
    return " ".join((text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)).split())


def printable(text: str, most: int = 0) -> str:
    """`clean` text without characters that don't show, such as direction marks; with `most`, cut to so many characters, the last an ellipsis."""
    line = "".join(filter(str.isprintable, clean(text)))
    return f"{line[: most - 1].rstrip()}…" if most and len(line) > most else line


def fold(text: str) -> str:
    """`clean` text case-folded, with the tone mark of oa, oe, uy on one agreed vowel (hoà = hòa, thuỷ = thủy)."""
    return " ".join(map(_agree_tone, clean(text).casefold().split(" ")))


def bare(text: str) -> str:
    """`fold` without marks: `đ` is `d`, no tones, no hats."""
    spread = unicodedata.normalize("NFD", fold(text)).replace("đ", "d")
    return "".join(c for c in spread if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The syllables and numbers of a text, folded: what phrases are matched on."""
    return _WORD.findall(fold(text))


def title_key(title: str) -> str:
    """A title without marks, quotes, dashes, case and punctuation. It is equal for a title typed or shown in another way."""
    return " ".join(_WORD.findall(bare(title.translate(_QUOTES))))


def same_title(a: str, b: str) -> bool:
    """Whether two titles are one. Listings may have cut one or both of them short with an ellipsis."""
    short, long = sorted(((title_key(t), _is_cut(t)) for t in (a, b)), key=lambda keyed: len(keyed[0]))
    if short[0] == long[0]:
        return True
    return short[1] and len(short[0]) >= _SHORTEST_CUT and long[0].startswith(short[0])


def _is_cut(title: str) -> bool:
    return clean(title).endswith(("...", "…"))


def _agree_tone(word: str) -> str:
    """The word with the tone mark of an open oa, oe, uy on its first vowel, as in `hòa`. A syllable closed by a consonant stays."""
    if word.isascii():
        return word
    return _SYLLABLE.sub(_retone, word)


def _retone(match: re.Match[str]) -> str:
    head, pair = match["head"], unicodedata.normalize("NFD", match["pair"])
    tones = [c for c in pair if c in _TONES]
    plain = "".join(c for c in pair if c not in _TONES)
    if len(tones) != 1 or plain not in _OPEN_PAIRS or (head.endswith("q") and plain == "uy"):
        return match[0]
    return head + unicodedata.normalize("NFC", plain[0] + tones[0] + plain[1])


_SYLLABLE = re.compile(r"(?P<head>[^\W\d_]*?)(?P<pair>[oòóỏõọuùúủũụ][aàáảãạeèéẻẽẹyỳýỷỹỵ])(?![^\W\d_])")
