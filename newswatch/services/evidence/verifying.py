"""Verifies an evidence pack with nothing but the pack: every byte of it, that its parts agree, and that its rows cite what is there and was entered.

files → bag → index → web archive → ledger extract → rows
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from newswatch.core.record.ledger import asked
from newswatch.core.record.pack import FACTS, INDEX, LEDGER, MADE_HERE, RULE, STATEMENT, WEB, Checked, Contents, Flaw, Row, What, Wrong
from newswatch.errors import InputError
from newswatch.services.evidence import archive, bag, chain, contents, web_checking
from newswatch.services.evidence.bag import IDENTIFIER, PAYLOAD, Sums
from newswatch.services.evidence.chain import Walked
from newswatch.services.evidence.opened import Pack, opened
from newswatch.services.evidence.web_checking import Web

_MOST = 100
_LISTS = frozenset((*bag.MANIFESTS, *bag.TAG_MANIFESTS))
LARGEST_JSON = 100_000_000
"""Bytes. A row of the index takes about 2,000; a pack of a year of a busy commune has some thousands of rows."""


def verify(path: Path, head: str = "") -> Checked:
    """What is wrong with a pack, if anything is; with `head`, as it stands in a mail or list, where it stood in the ledger's extract.

    Nothing is written, unpacked or followed, and no more is held in memory than the pack's index and lists. Raises InputError if there is nothing that
    could be a pack, it can't be read, or the text is no head.
    """
    try:
        digits = asked(head) if head else ""
    except ValueError as error:
        raise InputError(f"--head: {error}") from error
    try:
        with opened(path) as pack:
            return _Check(pack, digits).done()
    except OSError as error:
        raise InputError(f"{error.filename or path}: can't be read: {error.strerror or error}") from error


class _Check:
    """One pack on its way through all that is checked. What lies deeper is looked at only if all before it is sound."""

    def __init__(self, pack: Pack, asked: str) -> None:
        self.pack, self.asked, self.flaws, self.wrong = pack, asked, list[Flaw](), 0
        self.sums: dict[str, Sums] = {}
        self.told: set[tuple[Wrong, str, str]] = set()

    def done(self) -> Checked:
        size = sum(self.pack.sizes.values())
        found = Checked(files=len(self.pack.sizes), size=size, asked=self.asked)
        self._tell(self.pack.flaws)
        if not {Wrong.ZIP, Wrong.TOO_LARGE} & {flaw.what for flaw in self.flaws}:
            self._tell(self._bag())
        told = None if self.wrong else self._contents()
        if told is not None:
            found = self._inside(found, told)
        return replace(found, flaws=tuple(self.flaws), wrong=self.wrong)

    def _tell(self, flaws: "list[Flaw] | Iterator[Flaw]") -> None:
        """Counts what is wrong, and keeps some of it; what both lists of the bag say of a file is one flaw."""
        for flaw in flaws:
            named = flaw.what, flaw.where, "" if flaw.found in _LISTS else flaw.found
            if named in self.told:
                continue
            self.told.add(named)
            self.wrong += 1
            if len(self.flaws) < _MOST:
                self.flaws.append(flaw)

    def _bag(self) -> Iterator[Flaw]:
        """Every file held against the lists of the bag, and these against what they would have to be."""
        names = self.pack.sizes.keys()
        yield from (Flaw(Wrong.MISSING, name) for name in sorted(bag.TAGS - names))
        yield from (Flaw(Wrong.EXTRA, name) for name in sorted(names - bag.TAGS) if not name.startswith(PAYLOAD))
        large = [Flaw(Wrong.TOO_LARGE, name) for name in sorted(bag.TAGS & names) if self.pack.sizes[name] > LARGEST_JSON]
        yield from large
        if names >= bag.TAGS and not large:
            tags = {name: self._read(name) for name in sorted(bag.TAGS)}
            payload = [sums for name in sorted(names) if name.startswith(PAYLOAD) for sums in [self._measured(name)]]
            self.sums = {sums.path.removeprefix(PAYLOAD): sums for sums in payload}
            yield from self._crcs([*payload, *(bag.of_pieces(name, [raw]) for name, raw in tags.items())])
            yield from _tags(tags, payload)

    def _crcs(self, found: list[Sums]) -> Iterator[Flaw]:
        if self.pack.crcs:
            yield from (Flaw(Wrong.CHANGED, one.path, "CRC-32") for one in found if self.pack.crcs[one.path] != one.crc)

    def _contents(self) -> Contents | None:
        """The index of the pack; what it says of the pack as a whole is held against that."""
        try:
            told = contents.read(contents.loads(self._payload(FACTS)))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            self._tell([Flaw(Wrong.UNREADABLE, FACTS, str(error))])
            return None
        words = bag.told(self._read(bag.INFO))
        if words.get(IDENTIFIER) != told.name or self.pack.name not in ("", told.name):
            self._tell([Flaw(Wrong.TAG, bag.INFO, f"{IDENTIFIER}: {words.get(IDENTIFIER)}")])
        if self.pack.moment not in (None, archive.moment(contents.instant(told.as_of))):
            self._tell([Flaw(Wrong.ZIP, "", "the archive bears another time than its index")])
        return told

    def _inside(self, found: Checked, told: Contents) -> Checked:
        if lost := [name for name in (WEB, LEDGER, STATEMENT, INDEX, RULE) if name not in self.sums]:
            self._tell([Flaw(Wrong.MISSING, PAYLOAD + name) for name in lost])
            return found
        with self.pack.open(PAYLOAD + WEB) as file:
            web = web_checking.check(file)
        with self.pack.open(PAYLOAD + LEDGER) as file:
            walked = chain.walk(file, {(row.channel, row.key) for row in told.rows}, chain.cited(told.rows), self.asked)
        self._tell(web.flaws)
        self._tell(_ledger(walked, told))
        self._tell(self._statement(told))
        self._tell(self._rows(told, web, walked))
        return replace(
            found,
            unit=told.title,
            period=told.period,
            as_of=told.as_of,
            rows=len(told.rows),
            records=len(web.records),
            links=walked.links,
            head=walked.head,
            withheld=walked.withheld,
            stood=tuple(walked.stood),
        )

    def _statement(self, told: Contents) -> Iterator[Flaw]:
        """The statement names the rule and the head that lie beside it."""
        try:
            said = contents.loads(self._payload(STATEMENT))
            agrees = said["ledger_head"] == told.head and said["score"]["rule"]["digest"] == self.sums[RULE].sha256
            numbers = [item["id"] for item in said["items"]]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            yield Flaw(Wrong.UNREADABLE, STATEMENT, str(error))
            return
        if not agrees or numbers != [row.item for row in told.rows]:
            yield Flaw(Wrong.CITED, STATEMENT, "it states another head, rule or list of items than the pack")

    def _rows(self, told: Contents, web: Web, walked: Walked) -> Iterator[Flaw]:
        """Each row cites what is there, and the ledger entered it; and each file belongs to something."""
        own = {FACTS, INDEX, *told.papers.values()}
        for number, row in enumerate(told.rows, 1):
            where = f"TT {row.number}"
            if row.number != number:
                yield Flaw(Wrong.CITED, where, f"it stands in place {number}")
            own |= {piece.path for piece in row.pieces}
            yield from (Flaw(Wrong.CITED, where, text) for text in (*self._pieces(row), *_captures(row, web), *_entered(row, walked)))
        yield from (Flaw(Wrong.EXTRA, PAYLOAD + name) for name in sorted(self.sums.keys() - own))
        yield from (Flaw(Wrong.MISSING, PAYLOAD + name) for name in sorted({*told.papers.values()} - self.sums.keys()))

    def _pieces(self, row: Row) -> Iterator[str]:
        bodies = {one.sha256 for one in row.captures}
        for piece in row.pieces:
            sums = self.sums.get(piece.path)
            if sums is None or (sums.sha256, sums.size) != (piece.sha256, piece.size):
                yield piece.path
            if piece.what is What.DOCUMENT and piece.sha256 not in bodies:
                yield f"{piece.path}: no answer of a server has this body"

    def _payload(self, name: str) -> bytes:
        """A file of the payload that is read whole. Raises ValueError for one that is too large, KeyError if it is not there."""
        if self.pack.sizes[PAYLOAD + name] > LARGEST_JSON:
            raise ValueError(f"it has more than {LARGEST_JSON:,} bytes")
        return self._read(PAYLOAD + name)

    def _read(self, name: str) -> bytes:
        with self.pack.open(name) as file:
            return file.read(LARGEST_JSON + 1)

    def _measured(self, name: str) -> Sums:
        with self.pack.open(name) as file:
            return bag.measured(name, file)


def _tags(tags: Mapping[str, bytes], payload: list[Sums]) -> Iterator[Flaw]:
    """The files of the bag about the bag, each held byte by byte against what the others give."""
    if tags[bag.BAGIT] != bag.DECLARATION:
        yield Flaw(Wrong.TAG, bag.BAGIT)
    for name, raw in bag.manifests(payload).items():
        yield from _listed(name, tags[name], raw)
    about = {name: raw for name, raw in tags.items() if name not in bag.TAG_MANIFESTS}
    for name, raw in bag.tag_manifests(about).items():
        yield from _listed(name, tags[name], raw)
    try:
        if bag.told(tags[bag.INFO])[bag.OXUM] != bag.oxum(payload):
            yield Flaw(Wrong.TAG, bag.INFO, bag.OXUM)
    except (ValueError, KeyError) as error:
        yield Flaw(Wrong.TAG, bag.INFO, str(error))


def _listed(name: str, raw: bytes, expected: bytes) -> Iterator[Flaw]:
    """How a list differs from what it should be, file by file; or that it does, where no line tells how."""
    if raw == expected:
        return
    stated, found = _lines(raw), _lines(expected)
    flaws = [
        *(Flaw(Wrong.MISSING, path, name) for path in sorted(stated.keys() - found.keys())),
        *(Flaw(Wrong.EXTRA, path, name) for path in sorted(found.keys() - stated.keys())),
        *(Flaw(Wrong.CHANGED, path, name) for path in sorted(found.keys() & stated.keys()) if found[path] != stated[path]),
    ]
    yield from flaws or [Flaw(Wrong.TAG, name)]


def _lines(raw: bytes) -> dict[str, str]:
    return {path: digest for digest, _, path in (line.partition("  ") for line in raw.decode("utf-8", "replace").splitlines())}


def _ledger(walked: Walked, told: Contents) -> Iterator[Flaw]:
    if walked.broken:
        yield Flaw(Wrong.LINK, LEDGER, f"link {walked.broken}: {walked.why}")
    elif (walked.unit, walked.links, walked.head) != (told.unit, told.links, told.head):
        yield Flaw(Wrong.LINK, LEDGER, f"it leads to {walked.head} of {walked.unit}")


def _captures(row: Row, web: Web) -> Iterator[str]:
    for one in row.captures:
        record = web.records.get(one.record)
        if record is None or (record.url, record.asked, record.at, record.sha256) != (*_as_written(one.url, one.asked), one.at, one.sha256):
            yield f"{one.record} {one.url}"


def _as_written(*addresses: str) -> tuple[str, ...]:
    return tuple(" ".join(address.split()) for address in addresses)


def _entered(row: Row, walked: Walked) -> Iterator[str]:
    """What a row cites and the ledger's extract does not enter; nothing is said where contents are withheld."""
    if walked.withheld:
        return
    if (row.channel, row.key) not in walked.items:
        yield f"no link enters {row.channel} {row.key}"
    cited: list[Any] = [*(piece for piece in row.pieces if piece.what not in MADE_HERE), *row.captures]
    yield from (f"no link enters SHA-256 {one.sha256}" for one in cited if one.sha256 not in walked.digests)
