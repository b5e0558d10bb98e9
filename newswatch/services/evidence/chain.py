"""The extract of a unit's ledger: every link with the digest of its record, and the content of those that a pack's rows rest on.

A line of JSON each: the beginning (`unit`, `genesis`), the links in order (`link`, `kind`, `record`, and `content` where it is told), the end (`links`,
`head`). The digest of a content is SHA-256 over `["kind",content]` as canonical JSON; the head after a link is SHA-256 over the head before it and the
record. What the content would show of a login or a cookie is withheld: such a link stands with its digest alone.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import IO, Any

from newswatch.core.record.ledger import canonical, digest, following, genesis
from newswatch.core.record.pack import LEDGER_SCHEMA, Row
from newswatch.masking import HIDDEN, SECRET_HEADERS, masked
from newswatch.services.evidence.contents import loads
from newswatch.store.ledger_extract import Entered

_HEADERS = ("headers", "answer.headers")
_OF_ITEMS = frozenset(
    {"observations", "namings", "moves", "origins", "decisions", "withdrawals", "bulletins", "voids"}
    | {"attachments", "file_voids", "page_parts", "page_copies"}
)
_OF_MONTHS = frozenset({"statements", "closings"})
_OF_FILES = frozenset({"intakes", "page_parts"})
LONGEST_LINE = 64_000_000
"""Bytes. An observation holds a page's text, of at most `fetch.max_bytes` (100,000,000 at most; 8,000,000 unless set)."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the content is told of: items (channel and key), months, digests of files."""

    items: Collection[tuple[str, str]]
    months: Collection[str]
    digests: Collection[str]

    def wants(self, entered: Entered) -> bool:
        """Is the content of a link told?"""
        content = entered.content or {}
        return (
            (entered.kind in _OF_ITEMS and _item(content) in self.items)
            or (entered.kind in _OF_MONTHS and content.get("month") in self.months)
            or (entered.kind in _OF_FILES and content.get("sha256") in self.digests)
        )


@dataclass(slots=True)
class Walked:
    """What walking an extract found: whose it is, its links, its head (hex), the first link that leads nowhere (0 for none) and why; which of the cited
    items and digests the told contents enter; how many contents are withheld, and the heads asked after that stood there, each with its link."""

    unit: str = ""
    links: int = 0
    head: str = ""
    broken: int = 0
    why: str = ""
    withheld: int = 0
    items: set[tuple[str, str]] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)
    stood: list[tuple[int, str]] = field(default_factory=list)


def cited(rows: Iterable[Row]) -> set[str]:
    """Every digest that rows cite."""
    return {sha256 for row in rows for sha256 in (*(one.sha256 for one in row.pieces), *(one.sha256 for one in row.captures))}


def lines(unit: str, entered: Iterator[Entered], told: Told) -> Iterator[bytes]:
    """The lines of an extract."""
    head, links = genesis(unit), 0
    yield _line({"schema": LEDGER_SCHEMA, "unit": unit, "genesis": head.hex()})
    for one in entered:
        links, head = one.link, one.head
        line: dict[str, Any] = {"link": one.link, "kind": one.kind, "record": one.record.hex()}
        if told.wants(one) and one.content is not None:
            line |= {"withheld": True} if _shows_secret(one.content) else {"content": one.content}
        yield _line(line)
    yield _line({"links": links, "head": head.hex()})


def walk(file: IO[bytes], items: Set[tuple[str, str]], digests: Set[str], asked: str = "") -> Walked:
    """Walks an extract from its first link to its head, each digest worked out anew. Noted are the items and digests given that its contents enter;
    `asked` are the first digits of a head."""
    walked, head, ended = Walked(), b"", False
    try:
        first = _read(file)
        walked.unit, head = str(first["unit"]), genesis(str(first["unit"]))
        if first != {"schema": LEDGER_SCHEMA, "unit": walked.unit, "genesis": head.hex()}:
            raise ValueError("it does not begin as an extract does")
        while not ended:
            line = _read(file)
            if ended := "head" in line:
                if line != {"links": walked.links, "head": head.hex()}:
                    raise ValueError(f"it ends with another head than its links lead to, {head.hex()}")
            else:
                head = _step(walked, line, head, items, digests)
                if asked and head.hex().startswith(asked):
                    walked.stood.append((walked.links, head.hex()))
        if file.read(1):
            raise ValueError("something follows its end")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        walked.broken, walked.why = walked.links + 1, str(error)
    walked.head = head.hex()
    return walked


def _step(walked: Walked, line: Mapping[str, Any], head: bytes, items: Set[tuple[str, str]], digests: Set[str]) -> bytes:
    """The head after one more link. Raises ValueError, KeyError or TypeError at one that leads nowhere."""
    if line["link"] != walked.links + 1 or not {"link", "kind", "record", "content", "withheld"} >= line.keys():
        raise ValueError(f"link {walked.links + 1} is missing, or says more than links say")
    record = bytes.fromhex(line["record"])
    if (content := line.get("content")) is not None:
        if digest(line["kind"], content) != record:
            raise ValueError("its content is another one than was entered")
        walked.items |= items & {_item(content)}
        walked.digests |= digests & {str(content.get(name)) for name in ("sha256", "answer.sha256", "capture")}
    walked.withheld += bool(line.get("withheld"))
    walked.links += 1
    return following(head, record)


def _read(file: IO[bytes]) -> dict[str, Any]:
    raw = file.readline(LONGEST_LINE + 1)
    if len(raw) > LONGEST_LINE or not raw.endswith(b"\n"):
        raise ValueError("a line is too long, or the end is missing")
    line = loads(raw)
    if not isinstance(line, dict) or _line(line) != raw:
        raise ValueError("a line is not written as extracts are")
    return line


def _line(value: Mapping[str, Any]) -> bytes:
    return canonical(value) + b"\n"


def _item(content: Mapping[str, Any]) -> tuple[str, str]:
    return str(content.get("item.channel")), str(content.get("item.key"))


def _shows_secret(content: Mapping[str, Any]) -> bool:
    """Whether a content holds a login or a cookie, as records of early versions may."""
    texts = (value for value in content.values() if isinstance(value, str))
    return any(masked(text) != text for text in texts) or any(_shows_cookie(content.get(name)) for name in _HEADERS)


def _shows_cookie(headers: object) -> bool:
    try:
        named = json.loads(headers) if isinstance(headers, str) else []
        return any(name.lower() in SECRET_HEADERS and value != HIDDEN for name, value in named)
    except (ValueError, TypeError, AttributeError):
        return True
