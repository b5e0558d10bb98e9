"""Broken letters are told from sound Vietnamese, whichever way they broke."""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from newswatch.core.answer.garbled import is_garbled, mostly_garbled

_FOLDER = Path(__file__).parents[2] / "corpus"
_ROWS = [json.loads(line) for name in ("train", "test") for line in (_FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
CORPUS = [row for row in _ROWS if "kind" not in row]
"""The rows that are whole articles: those of a kind are titles alone, menus and lists among others."""
TITLES = [row["title"] for row in CORPUS]
MARKS = "\u0301\u0300\u0309\u0303\u0323"
TCVN3 = dict(
    zip(
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ",
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ",
        strict=True,
    )
)
VNI = dict(zip(MARKS, "ùøûõï", strict=True))


def bytes_1258(text: str) -> bytes:
    """A text in Windows-1258, where a tone is a byte of its own."""
    out = []
    for letter in text:
        spread = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(c for c in spread if c not in MARKS))
        out.append(base + "".join(c for c in spread if c in MARKS))
    return "".join(out).encode("cp1258", "replace")


def vni(text: str) -> str:
    """A text as a VNI font writes it, tones alone."""
    spread = unicodedata.normalize("NFD", text)
    return "".join(VNI.get(c, c) for c in spread if c not in "\u0302\u0306\u031b")


DAMAGES: dict[str, Callable[[str], str]] = {
    "UTF-8 twice": lambda t: t.encode().decode("cp1252", "replace"),
    "UTF-8 as Latin-1": lambda t: t.encode().decode("latin-1"),
    "UTF-8 as Windows-1258": lambda t: t.encode().decode("cp1258", "replace"),
    "Windows-1258 as Windows-1252": lambda t: bytes_1258(t).decode("cp1252", "replace"),
    "Windows-1258 as UTF-8": lambda t: bytes_1258(t).decode("utf-8", "replace"),
    "TCVN3": lambda t: "".join(TCVN3.get(c.lower(), c) for c in t),
    "VNI": vni,
    "lost letters": lambda t: "".join(c if c.isascii() else "?" for c in t),
}


def test_no_sound_text_is_garbled() -> None:
    """None of the 813 titles and texts of the corpus is taken for broken, nor decomposed, in capitals or without marks."""
    shapes = (str, str.upper, lambda t: unicodedata.normalize("NFD", t))
    assert [t for row in CORPUS for t in (row["title"], row["text"]) for shape in shapes if is_garbled(shape(t))] == []


@pytest.mark.parametrize(
    "text",
    ["50 °C – 20 m² «Chợ» 5½ kg", "Đoàn khách Müller và Škoda đến thăm xã ta một ngày", "新闻 越南 cải cách", "Tin 😀 vui 👍", "a?b=c", ""],
)
def test_other_signs_and_tongues_are_no_damage(text: str) -> None:
    """Degrees, quotes, other scripts, pictures and a foreign name are no broken letters."""
    assert not is_garbled(text)


@pytest.mark.parametrize("name", DAMAGES)
def test_broken_letters_are_seen(name: str) -> None:
    """Of the corpus' titles of five words with marks or more, broken in one way, 98 in a hundred are seen."""
    marked = [t for t in TITLES if sum(not w.isascii() for w in t.split()) >= 5]
    assert sum(is_garbled(DAMAGES[name](t)) for t in marked) >= 0.98 * len(marked)


def test_a_list_is_garbled_if_most_titles_are() -> None:
    """One broken title among sound ones is that article's; most of them are the list's."""
    broken = DAMAGES["UTF-8 twice"](TITLES[0])
    assert not mostly_garbled([broken, TITLES[1], TITLES[2]])
    assert mostly_garbled([broken, broken, TITLES[2]])
    assert not mostly_garbled([])
