"""The papers of a pack that belong to no single item: list, report, statement, rule, vocabulary, ledger extract."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from newswatch.config import Unit
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.count.reasons import Line
from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.core.record.pack import EARLIER, LEDGER, LEXICON, RULE, SCHEMA, Contents, Row
from newswatch.report import json_shapes, score_feed
from newswatch.services import attach, statements
from newswatch.services.evidence import chain
from newswatch.services.evidence.laying import Payload
from newswatch.store import cited, ledger_extract, texts
from newswatch.store.store import Store


def statement(store: Store, unit: Unit, year: YearStatement, told: Sequence[MonthStatement], head: str, lines: Sequence[Line]) -> bytes:
    """The year and the months told as they stand, every statement that was made of these, and their items."""
    shape = {
        "schema": "newswatch.evidence-statement/1",
        "ledger_head": head,
        "score": score_feed.score(unit, year),
        "stated": {
            str(month.month): [json_shapes.revision(*one) for one in statements.revisions_of(store, unit, month.month)] for month in told
        },
        "items": json_shapes.items(year, lines, attach.standing(store, unit)),
    }
    return as_json(shape)


def rule_and_lexicon(payload: Payload, year: YearStatement, lexicon: Lexicon) -> dict[str, str]:
    """Lays the texts of the rule and of the vocabulary in force; gives their paths. The SHA-256 of each is the digest that names it."""
    payload.put(RULE, year.rule.text.encode())
    payload.put(LEXICON, lexicon.text.encode())
    return {"rule": RULE, "lexicon": LEXICON}


def earlier_texts(store: Store, payload: Payload, named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Lays the texts of rules and vocabularies that statements and decisions of the period name (kind and digest) and that are no more in force, as far
    as they were kept; gives their paths."""
    laid = {one.sha256 for one in payload.sums.values()}
    papers = {}
    for kind, digest in sorted(set(named)):
        if digest not in laid and (text := texts.text_of(store, digest)) is not None:
            path = f"{EARLIER[kind]}-{digest[:12]}.json"
            payload.put(path, text.encode())
            papers[f"{kind} {digest[:12]}"] = path
    return papers


def named_texts(store: Store, unit: Unit, told: Sequence[MonthStatement], lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """The rules that statements of these months name, and the vocabularies that rulings of these items do, by kind and digest."""
    for month in told:
        yield from (("rule", row["rule_digest"]) for row, _ in statements.revisions_of(store, unit, month.month))
    for line in lines:
        yield from (("lexicon", digest) for digest in cited.lexicons(store, line.item.id))


def ledger(store: Store, unit: Unit, unit_row: int, payload: Payload, rows: Sequence[Row], months: Sequence[str]) -> None:
    """Lays the extract of the unit's ledger. Raises StoreError if the chain is not whole, OSError."""
    told = chain.Told({(row.channel, row.key) for row in rows}, frozenset(months), chain.cited(rows))
    with payload.writing(LEDGER) as file:
        for line in chain.lines(unit.id, ledger_extract.links(store, unit.id, unit_row), told):
            file.write(line)


def facts(contents: Contents) -> bytes:
    """The index for machines."""
    return as_json({"schema": SCHEMA} | asdict(contents))


def as_json(value: Any) -> bytes:
    """JSON for machines that people may look into."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def utc(at: datetime) -> str:
    """An instant as it is stored."""
    return at.astimezone(UTC).isoformat(timespec="seconds")
