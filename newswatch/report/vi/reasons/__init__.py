"""Our own error messages, which are English in code, logs and the database, in Vietnamese for those who read letters and tables.

A message is matched as a whole against the patterns of the modules beside this one. What stands in their braces is kept as it is (addresses,
numbers, a server's own words), save the parts in `_INNER` and `_MAYBE`, which are translated themselves.
"""

import re
from functools import cache

from newswatch.report.vi.reasons import evidence, feed, logs, mail, network, page, papers, secrets, settings, setup, sheets, sources, stamps

_LONGEST = 1_200
"""Characters. What a server says may stand in a message, and a text made for it could keep the patterns busy: about a second at this length."""

_INNER = frozenset({"why", "what", "way", "inner"})
_SPOTS = frozenset({"spot"})
_GREEDY = frozenset({"said"})
_NUMBERS = frozenset({"least", "most"})
_MAYBE = frozenset({"when", "usual", "example"})
_BRACES = re.compile(r"\{(\w+)\}")
_AT = r"(?:(?P<at>[^ ].*?): )?"
_PLACES = {
    " (which redirects to ": " (chuyển hướng tới ",
    "profile '": "mẫu đọc '",
    "section list ": "danh sách chuyên mục ",
    "rule ": "quy định ",
    ": row ": ": dòng ",
    ", column ": ", cột ",
}


def technical(text: str) -> str:
    """An English message of our own errors in Vietnamese; any other text, and one of more than 1,200 characters, as it is."""
    return _matched(text, _messages()) if 0 < len(text) <= _LONGEST else text


def _matched(text: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, wording in rules:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            at = parts.pop("at", None) or ""
            said = {name: _said(name, part) for name, part in parts.items()}
            return (f"{_place(at)}: " if at else "") + wording.format_map(said)
    return text


@cache
def _messages() -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = (
        *sources.WRAPPED,
        *papers.MESSAGES,
        *sheets.MESSAGES,
        *stamps.MESSAGES,
        *feed.MESSAGES,
        *network.MESSAGES,
        *mail.MESSAGES,
        *secrets.MESSAGES,
        *sources.MESSAGES,
        *setup.MESSAGES,
        *settings.MESSAGES,
        *logs.MESSAGES,
        *evidence.MESSAGES,
        *page.MESSAGES,
    )
    return tuple((_compiled(english, _AT), wording) for english, wording in pairs)


@cache
def _parts() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The messages, and the phrases that stand only within one."""
    phrases = (
        *secrets.PHRASES,
        *feed.PHRASES,
        *mail.PHRASES,
        *sources.PHRASES,
        *setup.PHRASES,
        *settings.PHRASES,
        *network.PHRASES,
        *papers.PHRASES,
    )
    return (*((_compiled(english), wording) for english, wording in phrases), *_messages())


def _compiled(english: str, before: str = "") -> re.Pattern[str]:
    pieces = _BRACES.split(english)
    text = "".join(re.escape(piece) if n % 2 == 0 else _group(piece) for n, piece in enumerate(pieces))
    return re.compile(before + text, re.DOTALL)


def _group(name: str) -> str:
    many = ".+" if name in _GREEDY else r"\S+" if name in _NUMBERS else ".*?" if name in _MAYBE else ".+?"
    return f"(?P<{name}>{many})"


def _said(name: str, part: str) -> str:
    if name in _INNER:
        return _matched(part, _parts())
    if name in _SPOTS:
        return _place(part)
    if name in _MAYBE:
        bare = part.lstrip(" ,")
        return part[: len(part) - len(bare)] + _matched(bare, _parts())
    return part


def _place(at: str) -> str:
    """What a message is about, mostly an address."""
    for english, wording in _PLACES.items():
        at = at.replace(english, wording)
    return at
