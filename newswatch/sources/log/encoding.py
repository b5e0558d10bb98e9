"""Decodes a text file, or refuses it with a reason: a wrong guess at its encoding would put mojibake into the log."""

import re
import unicodedata

from newswatch.errors import InputError

_LETTERS = "aăâeêioôơuưy"
_TONED = {
    unicodedata.normalize("NFC", letter + tone) for letter in _LETTERS for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
}
_VIETNAMESE = _TONED | {letter.upper() for letter in _TONED} | set("đĐ") | set("“”‘’–—…•°«» \u00a0")
_OPEN_BREVE = re.compile(r"[ăằắẵẳặ](?![^\W\d_])", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_WORD = re.compile(r"[^\s;,|]+")
_LOST_LETTER = re.compile(r"[^\W\d_]\?[^\W\d_]")
_LOST_SHARE = 0.05
"""The share of words with lost letters that a text may have. A judgement: a few real question marks inside words must pass (test_files)."""

_FEW_LINES = 2
"""How many lines of a short file may have broken letters: someone pasted a line from an old file. Their rows are told, the others read."""

_OLD_FONT = re.compile(r"[a-zôâêơưăđ][øûïæµ¸¶·¹®¨©ª¬¾¼½]", re.IGNORECASE)
_OLD_LETTER = re.compile(r"[^\W\d_][øûïæµ¸¶¹¨ª¬¾¼½](?=[^\W\d_])", re.IGNORECASE)
"""One letter of such a font inside a word, where no sign stands."""

_NO_TEXT = "not a text file, but neither a workbook; a log must be CSV, XLSX or JSON"
_HOW = 'save the file as "CSV UTF-8 (Comma delimited)" in Excel, or as .xlsx'


def decode(body: bytes, name: str) -> str:
    """The text of a file in UTF-8, in UTF-16 with a byte-order mark, or in windows-1258 that reads as Vietnamese.

    A line or two of a UTF-8 file may have broken letters, which show as U+FFFD; their rows are told (`understanding`).
    windows-1252 loses Vietnamese letters, and the other one-byte encodings of Vietnamese can't be distinguished, so all are refused. Raises
    InputError that says how to save the file.
    """
    is_utf_16 = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = _utf_16(body, name) if is_utf_16 else _one_byte_or_utf_8(body, name)
    if _CONTROL.search(text):
        raise InputError(f"{name}: {_NO_TEXT}")
    text = text.removesuffix("\x1a")
    if _has_lost_letters(text):
        raise InputError(f"{name}: letters are lost ('?' stands inside words); go back to the original and {_HOW}")
    return text


def damage(text: str) -> str:
    """What is wrong with the letters of a text: a lost letter, or an old font's code (TCVN3, VNI: PORTALS.md 4) shown as Latin. Else empty."""
    if "\ufffd" in text:
        return "letters are lost; go back to the original file"
    if len(_OLD_FONT.findall(text)) >= 2 or _OLD_LETTER.search(text):
        return "letters of an old font (TCVN3 or VNI); convert the file to Unicode (UniKey: Ctrl+Shift+F6)"
    return ""


def _utf_16(body: bytes, name: str) -> str:
    try:
        return body.decode("utf-16")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: broken UTF-16 at byte {error.start}; {_HOW}") from error


def _one_byte_or_utf_8(body: bytes, name: str) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\x00" in body:
            raise InputError(f"{name}: {_NO_TEXT}") from error
        text = _mostly_utf_8(body) or _windows_1258(body)
        if text is None:
            line = body.count(b"\n", 0, error.start) + 1
            raise InputError(f"{name}: line {line} is not UTF-8, and the file is in no other known encoding; {_HOW}") from error
        return text


def _mostly_utf_8(body: bytes) -> str | None:
    """The text of a file in UTF-8 but for a line or two, whose lost letters show as U+FFFD; None if more lines are not UTF-8."""
    lines = body.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    broken = sum(1 for line in lines if "\ufffd" in line.decode("utf-8", "replace"))
    sound = sum(1 for line in lines if not line.isascii()) - broken
    few = broken <= max(_FEW_LINES, _LOST_SHARE * len(lines)) and sound > broken
    return body.decode("utf-8-sig", "replace") if few else None


def _windows_1258(body: bytes) -> str | None:
    """The text, if all its letters occur in Vietnamese. TCVN3 and VNI show signs inside words, and windows-1252 a final `ă`."""
    try:
        text = unicodedata.normalize("NFC", body.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    strange = {c for c in text if not c.isascii()} - _VIETNAMESE
    return None if strange or _OPEN_BREVE.search(text) else text


def _has_lost_letters(text: str) -> bool:
    """Whether so many words have a `?` inside that it replaces lost letters. Web addresses are left out."""
    words = [word for word in _WORD.findall(text) if not set("/=.") & set(word)]
    lost = sum(1 for word in words if _LOST_LETTER.search(word))
    return lost >= 2 and lost > _LOST_SHARE * len(words)
