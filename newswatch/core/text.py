"""Decides when two Vietnamese texts are the same: NFC, white space, case, place of the tone mark, forms without marks, titles cut short.

The damages that are mended here (letters of old PDF fonts, invisible and half characters, both ways of marking oa, oe, uy) were met on
commune portals. Text in legacy encodings is not mended; `classify.matching` finds it unreadable.
"""

import re
import unicodedata
from collections.abc import Callable

_CONTROL = (*range(0x09), *range(0x0E, 0x1C), 0x7F)
_HALF_CHARACTERS = range(0xD800, 0xE000)
_INVISIBLE = dict.fromkeys((*map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), *_CONTROL, *_HALF_CHARACTERS))
_LOOKALIKE_LETTERS = str.maketrans({"Ƣ": "Ư", "ƣ": "ư", "Ð": "Đ", "ð": "đ", "Ɖ": "Đ"})
_ODD = re.compile(f"[{''.join(map(re.escape, map(chr, [*_INVISIBLE, *_LOOKALIKE_LETTERS])))}]")
_AGREED = {
    first + unicodedata.normalize("NFC", second + tone): unicodedata.normalize("NFC", first + tone) + second
    for first, second in ("oa", "oe", "uy")
    for tone in "\u0300\u0301\u0303\u0309\u0323"
}
# Only an open pair has two habits: a syllable closed by a consonant, and qu before y, mark the second vowel.
_OTHER_PLACE = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?![^\W\d_])")
_WORD = re.compile(r"\w+")
_SIGNS = re.compile(r"\W+")
_MOST_WORDS, _LONGEST_WORD = 50_000, 60
"""Bounds what is remembered. All texts of tests/corpus have 11,000 different words with the punctuation at them."""
# Letters of a title cut short. Fewer begin too many other titles ("Xã ra mắt…"). Chosen by hand and pinned by tests/core/test_text.py.
_SHORTEST_CUT = 15


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
    """`clean` text case-folded, with the tone mark of open oa, oe, uy on the first vowel (hoà = hòa, thuỷ = thủy)."""
    return " ".join(filter(None, map(_FOLDED.__getitem__, text.split())))


def bare(text: str) -> str:
    """`fold` without marks: `đ` is `d`, no tones, no hats."""
    return " ".join(filter(None, map(_BARE.__getitem__, text.split())))


def letters(text: str) -> str:
    """`bare` text without spaces, punctuation and signs: its letters and digits alone."""
    return "".join(map(_LETTERS.__getitem__, text.split()))


def words(text: str) -> list[str]:
    """The syllables and numbers of a text, folded: what phrases are matched on."""
    return _WORD.findall(fold(text))


def title_key(title: str) -> str:
    """A title without marks, quotes, dashes, case and punctuation. It is equal for a title typed or shown in another way."""
    return " ".join(_WORD.findall(bare(title)))


def same_title(a: str, b: str) -> bool:
    """Whether two titles are one. Listings may have cut one or both of them short with an ellipsis."""
    short, long = sorted(((title_key(t), _is_cut(t)) for t in (a, b)), key=lambda keyed: len(keyed[0]))
    if short[0] == long[0]:
        return True
    return short[1] and len(short[0]) >= _SHORTEST_CUT and long[0].startswith(short[0])


def _is_cut(title: str) -> bool:
    return clean(title).endswith(("...", "…"))


def _agreed(pair: re.Match[str]) -> str:
    return _AGREED[pair[0]]


def _folded(word: str) -> str:
    plain = clean(word).casefold()
    return plain if plain.isascii() else _OTHER_PLACE.sub(_agreed, plain)


def _bare(word: str) -> str:
    plain = _FOLDED[word]
    return plain if plain.isascii() else plain.translate(_PLAIN)


def _letters(word: str) -> str:
    return _SIGNS.sub("", _BARE[word])


class _Plain(dict[int, str]):
    """Each letter without its marks, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        spread = unicodedata.normalize("NFD", chr(code)).replace("đ", "d")
        self[code] = plain = "".join(c for c in spread if not unicodedata.combining(c))
        return plain


class _ByWord(dict[str, str]):
    """A form of each word, worked out when it is first met: a language has few words, and marks never reach over the space between two."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_WORDS:
            self.clear()
        made = self._make(word)
        if len(word) <= _LONGEST_WORD:
            self[word] = made
        return made


_PLAIN = _Plain()
_FOLDED, _BARE, _LETTERS = _ByWord(_folded), _ByWord(_bare), _ByWord(_letters)
