"""Writes header lines in ASCII (RFC 5322, RFC 2047).

Python's own folding loses and doubles spaces between encoded words, and breaks names with commas, so it is not used.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from itertools import groupby

from newswatch.config.addresses import ATEXT
from newswatch.core.text import clean

_LINE = 76
"""Characters. The most for a line that holds an encoded word (RFC 2047, 2)."""

_WORD_BYTES = 39
"""64 characters once encoded, which fit a line after `Subject: `."""

_ATOMS = re.compile(rf"[{ATEXT} ]*")


def folded(name: str, tokens: Iterable[str]) -> str:
    """A header without a line end: its tokens a space apart, and a new line where the next token would exceed 76 characters.

    Raises ValueError for a token that is not ASCII or could begin a line of its own.
    """
    lines = [f"{name}:"]
    for count, token in enumerate(tokens):
        if not (token.isascii() and token.isprintable()):
            raise ValueError(f"{name}: {token!r} can't stand in a header")
        if count and len(lines[-1]) + 1 + len(token) > _LINE:
            lines.append("")
        lines[-1] += f" {token}"
    return "\r\n".join(lines)


def text(value: str) -> list[str]:
    """The tokens of free text, as in a subject. Line breaks and control characters are left out."""
    value = clean(value)
    plain = value.isascii() and "=?" not in value and len(max(value.split(), key=len, default="")) < _LINE - 10
    return value.split() if plain else list(_encoded(value))


def phrase(value: str) -> list[str]:
    """The tokens of a name that stands before an address.

    Syllables in ASCII are not encoded, because Python's parser, as of 3.11, keeps the space between two encoded words in a name.
    """
    value = clean(value)
    if value.isascii() and "=?" not in value and len(value) < _LINE - 10 and not _ATOMS.fullmatch(value):
        return ['"' + re.sub(r'(["\\])', r"\\\1", value) + '"']
    runs = groupby(value.split(), _is_plain)
    return [token for plain, run in runs for token in (run if plain else _encoded(" ".join(run)))]


def mailbox(name: str, address: str) -> list[str]:
    """The tokens of `name <address>`."""
    return [*tokens, f"<{address}>"] if (tokens := phrase(name)) else [address]


def mailboxes(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """The tokens of (name, address) pairs with commas between them."""
    groups = [mailbox(name, address) for name, address in pairs]
    tokens = [token for group in groups for token in (*group[:-1], f"{group[-1]},")]
    return [*tokens[:-1], tokens[-1][:-1]] if tokens else []


def _is_plain(word: str) -> bool:
    return _ATOMS.fullmatch(word) is not None and "=?" not in word and len(word) < _LINE - 10


def _encoded(value: str) -> Iterator[str]:
    piece = b""
    for letter in (char.encode() for char in value):
        if len(piece) + len(letter) > _WORD_BYTES:
            yield _word(piece)
            piece = b""
        piece += letter
    if piece:
        yield _word(piece)


def _word(piece: bytes) -> str:
    return f"=?utf-8?B?{b64encode(piece).decode()}?="
