"""Makes the evidence pack of one unit and period.

one moment of the database → items by number → answers into a web archive, files, list, report, texts, ledger extract → index → bag → verified → in place
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newswatch import __version__, private
from newswatch.config import Settings, Unit
from newswatch.core.count.reasons import Line
from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.core.model import LOCAL
from newswatch.core.periods import Period
from newswatch.core.record.pack import FACTS, INDEX, LEDGER, LIST, REPORT, STATEMENT, WEB, Contents
from newswatch.errors import InputError, StoreError
from newswatch.report.documents.kinds import Form, Kind
from newswatch.report.evidence import index
from newswatch.report.numbering import numbered
from newswatch.report.vi import evidence, item_names, packs, spans
from newswatch.services import documents
from newswatch.services.evidence import archive, bag, papers, rows
from newswatch.services.evidence.archive import Member
from newswatch.services.evidence.bag import PAYLOAD, Sums
from newswatch.services.evidence.laying import Payload, settle
from newswatch.services.evidence.verifying import verify
from newswatch.services.evidence.web import WebArchive
from newswatch.store import copying, ledger_heads, ledger_walk, units
from newswatch.store.ledger_heads import Head
from newswatch.store.locks import Lock
from newswatch.store.store import Store

_LOCK = "evidence"
_PART = ".part"
_PROGRAM = f"newswatch {__version__}"


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which unit and period a pack is made."""

    unit: Unit
    period: Period


@dataclass(frozen=True, slots=True)
class Made:
    """A pack that was made: where it lies, its files and their bytes, its rows, those that count and lack evidence, what is to be said of that, and the
    ledger's head it leads to."""

    path: Path
    files: int
    size: int
    rows: int
    incomplete: int
    complete: str
    head: str


@dataclass(frozen=True, slots=True)
class _Sources:
    """What is read of, as of one moment."""

    store: Store
    settings: Settings
    asked: Asked
    now: datetime
    row: int
    head: Head
    year: YearStatement
    told: list[MonthStatement]

    @property
    def span(self) -> str:
        """The period in words."""
        return spans.name(self.asked.period.text)

    @property
    def name(self) -> str:
        """The name of the pack's folder within an archive."""
        return f"minh-chung-{spans.slug(self.asked.unit.id)}-{self.asked.period.text.lower()}"


def make(store: Store, settings: Settings, asked: Asked, out: Path, now: datetime) -> Made:
    """Makes a pack as a folder, or as a ZIP archive where `out` ends with `.zip`; it is there whole and verified, or not at all.

    Raises InputError: something lies there, no scoring year has the period, or it can't be written; StoreError: the unit's record is not whole, or
    the database can't be read; RunOpenError while another pack is being made.
    """
    if os.path.lexists(out):
        raise InputError(f"{out}: lies there already; name a folder or file that is not there")
    with ExitStack() as stack:
        stack.enter_context(copying.told(out))
        stack.enter_context(Lock(store.path, _LOCK).alone() if store.writable else nullcontext())
        work = stack.enter_context(copying.workplace(out.with_name(f"{out.name}.work{_PART}")))
        stack.enter_context(store.reading())
        sources = _sources(store, settings, asked, now.replace(microsecond=0))
        payload = Payload(work / "bag")
        contents = _laid(sources, payload, work)
        tags = _tagged(sources, payload)
        ready = _packed(sources, payload, tags, work) if out.suffix.lower() == ".zip" else payload.bag
        if flaws := verify(ready).flaws:
            told = "; ".join(f"{flaw.where} ({flaw.what}) {flaw.found}" for flaw in flaws[:3])
            raise StoreError(
                f"{out}: the pack came out otherwise than the record says: {told}; `newswatch verify` tells whether the record is whole"
            )
        settle(ready)
        ready.rename(out)
        private.sync(out.absolute().parent)
    size = sum(one.size for one in payload.sums.values())
    lacking = [row.number for row in contents.rows if row.wanting]
    counted = sum(row.standing == "counted" for row in contents.rows)
    complete = packs.complete(counted, lacking, contents.asked)
    return Made(out, len(payload.sums), size, len(contents.rows), len(lacking), complete, contents.head)


def _sources(store: Store, settings: Settings, asked: Asked, now: datetime) -> _Sources:
    """What is read of. Raises StoreError if the unit's chain is not whole, InputError if no scoring year has the period."""
    row = units.unit_row(store, asked.unit)
    chain = ledger_walk.walk(store, asked.unit.id, row)
    if chain.broken:
        raise StoreError(
            f"{store.path}: the record of unit {asked.unit.id} is not whole, so no pack of it can prove anything; `newswatch verify` tells what is broken"
        )
    year, told = documents.told_of(store, asked.unit, asked.period, now)
    return _Sources(store, settings, asked, now, row, ledger_heads.head(store, row), year, told)


def _laid(sources: _Sources, payload: Payload, work: Path) -> Contents:
    """Lays the whole payload; gives its index."""
    store, year, unit = sources.store, sources.year, sources.asked.unit
    lines = numbered(year, sources.told)
    with WebArchive(work / "web", f"{unit.title}, {sources.span}", year.as_of, _PROGRAM) as web:
        named = item_names.by_title(item_names.known(year))
        desk = rows.Desk(store, sources.row, year, named, payload, web)
        made = tuple(rows.row(desk, number, line) for number, line in lines)
        with payload.writing(WEB) as out:
            web.write(out)
    months = tuple(str(month.month) for month in sources.told)
    contents = Contents(
        unit=unit.id,
        title=unit.title,
        period=sources.span,
        months=months,
        name=sources.name,
        as_of=papers.utc(year.as_of),
        head=sources.head.head,
        links=sources.head.links,
        program=_PROGRAM,
        asked=evidence.asked(year.rule),
        rows=made,
        papers=_papers(sources, payload, [line for _, line in lines]),
    )
    papers.ledger(store, unit, sources.row, payload, made, months)
    payload.put(FACTS, papers.facts(contents))
    payload.put(INDEX, index.page(contents, year, sources.told, watched=unit.watched))
    return contents


def _papers(sources: _Sources, payload: Payload, lines: list[Line]) -> dict[str, str]:
    """Lays what belongs to no single item; gives the paths, those of what is laid elsewhere too."""
    store, year, unit, period = sources.store, sources.year, sources.asked.unit, sources.asked.period
    for name, kind, form in ((LIST, Kind.LIST, Form.XLSX), (REPORT, Kind.REPORT, Form.DOCX)):
        payload.put(name, documents.made(store, sources.settings, unit, kind, period, form, sources.now).raw)
    payload.put(STATEMENT, papers.statement(store, unit, year, sources.told, sources.head.head, lines))
    texts = papers.rule_and_lexicon(payload, year, sources.settings.lexicon)
    earlier = papers.earlier_texts(store, payload, papers.named_texts(store, unit, sources.told, lines))
    return {"list": LIST, "report": REPORT, "web": WEB, "statement": STATEMENT, **texts, **earlier, "ledger": LEDGER, "index": FACTS}


def _tagged(sources: _Sources, payload: Payload) -> list[Sums]:
    """Writes the files of the bag about the bag."""
    unit, files = sources.asked.unit, list(payload.sums.values())
    words = {
        "Source-Organization": unit.title,
        "External-Description": f"Minh chứng tin, bài cải cách hành chính {sources.span}; mục lục: {PAYLOAD}{INDEX}",
        bag.IDENTIFIER: sources.name,
        "Bagging-Date": f"{sources.year.as_of.astimezone(LOCAL):%Y-%m-%d}",
        "Bag-Software-Agent": _PROGRAM,
    }
    tags = {bag.BAGIT: bag.DECLARATION, bag.INFO: bag.info(words, files), **bag.manifests(files)}
    tags |= bag.tag_manifests(tags)
    for name, raw in tags.items():
        private.write(payload.bag / name, raw)
    return [bag.of_pieces(name, [raw]) for name, raw in tags.items()]


def _packed(sources: _Sources, payload: Payload, tags: list[Sums], work: Path) -> Path:
    """The bag as one archive."""
    place = work / "bag.zip"
    private.make_file(place)
    files = [*payload.sums.values(), *tags]
    members = [(Member(f"{sources.name}/{one.path}", one.size, one.crc), _pieces(payload.bag / one.path)) for one in files]
    with place.open("wb") as out:
        archive.write(out, members, archive.moment(sources.year.as_of))
    return place


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(archive.PIECE), b"")
