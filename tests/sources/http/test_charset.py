"""Which character set a page is in, and whether a body is a page."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.sources.http import charset

TEXT = "<p>Xã đẩy mạnh cải cách hành chính</p>"
OLD = "<p>Ủy ban nhân dân xã Hòa Bình</p>"


TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def cp1258(text: str) -> bytes:
    """Text as old Vietnamese pages hold it: letters with hats and horns, tone marks behind them."""
    spread = unicodedata.normalize("NFD", text)
    letters = re.findall(r"[^\u0300-\u0323][\u0300-\u0323]*", spread)
    parts = [("".join(c for c in p if c not in TONES), "".join(c for c in p if c in TONES)) for p in letters]
    return "".join(unicodedata.normalize("NFC", letter) + tone for letter, tone in parts).encode("cp1258")


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        (TEXT.encode(), "text/html; charset=utf-8", TEXT),
        (TEXT.encode(), "text/html", TEXT),
        (TEXT.encode(), "text/html; charset=ISO-8859-1", TEXT),
        (TEXT.encode(), "text/html; charset=windows-1258", TEXT),
        (TEXT.encode(), "text/html; charset=no-such-thing", TEXT),
        (b"\xef\xbb\xbf" + TEXT.encode(), "text/html; charset=windows-1258", TEXT),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "text/html", TEXT),
        (b'<meta charset="utf-8">' + TEXT.encode(), "", f'<meta charset="utf-8">{TEXT}'),
        (b'<meta http-equiv=Content-Type content="text/html; charset=ISO-8859-1">' + TEXT.encode(), "", None),
        (b'<meta charset="utf-16">' + TEXT.encode(), "", f'<meta charset="utf-16">{TEXT}'),
        (b'<?xml version="1.0" encoding="utf-8"?>' + TEXT.encode(), "", f'<?xml version="1.0" encoding="utf-8"?>{TEXT}'),
        (TEXT.encode("utf-16-le"), "text/html; charset=utf-16-le", TEXT),
    ],
    ids=[
        "header", "undeclared", "latin-1-by-default", "wrong-label", "unknown-label", "bom", "utf-16-bom", "meta", "latin-1-meta", "utf-16-meta",
        "xml", "utf-16-header",
    ],
)  # fmt: skip
def test_utf8_pages_whatever_is_declared(body: bytes, content_type: str, text: str | None) -> None:
    """Declared, undeclared or declared wrongly, a page in UTF-8 is read as such; a byte-order mark decides and is removed."""
    read = charset.decode(body, content_type)
    assert TEXT in read
    assert text is None or read == text


@pytest.mark.parametrize("content_type", ["", "text/html; charset=windows-1258", "text/html; charset=x-unknown"])
def test_old_vietnamese_pages_are_windows_1258(content_type: str) -> None:
    """Bytes that are no UTF-8 and declare nothing better are Windows-1258, never Latin-1."""
    assert unicodedata.normalize("NFC", charset.decode(cp1258(OLD), content_type)) == OLD


def test_a_letter_cut_in_two_does_not_change_the_character_set() -> None:
    """A summary that old code shortened in the middle of a letter leaves one broken character, and the page is still UTF-8."""
    cut = (TEXT * 20).encode() + "đ".encode()[:1] + TEXT.encode()
    assert charset.decode(cut, "") == TEXT * 20 + "\ufffd" + TEXT


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])).filter(lambda text: not text.startswith("\ufeff")))
def test_utf8_text_survives(text: str) -> None:
    """Any text sent as UTF-8 with its label comes back as it was."""
    assert charset.decode(text.encode(), "text/html; charset=utf-8") == text


@given(st.binary(max_size=200), st.sampled_from(["", "text/html; charset=utf-8", "charset=cp1258", "charset=latin-1", "charset=base64"]))
def test_any_bytes_decode(body: bytes, content_type: str) -> None:
    """Decoding fails for no body and no label."""
    assert isinstance(charset.decode(body, content_type), str)


def test_parser_input_is_utf8_without_a_mark() -> None:
    """Every page comes to the parser in UTF-8 without a byte-order mark."""
    assert charset.utf8(b"\xef\xbb\xbf" + TEXT.encode(), "u") == TEXT.encode()
    assert charset.utf8(cp1258(OLD), "u").decode() == cp1258(OLD).decode("cp1258")
