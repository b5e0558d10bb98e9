"""The papers of a pack that belong to no single item: list, report, statement, rule, vocabulary, ledger extract."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from newswatch.config import Unit
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.count.reasons import Line
from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.core.record.pack import LEDGER, LEXICON, RULE, SCHEMA, Contents, Row
from newswatch.report import json_shapes
from newswatch.services import attach, statements
from newswatch.services.evidence import chain
from newswatch.services.evidence.laying import Payload
from newswatch.store import ledger_extract, texts
from newswatch.store.store import Store


def statement(store: Store, unit: Unit, year: YearStatement, told: Sequence[MonthStatement], head: str, lines: Sequence[Line]) -> bytes:
    """The year and the months told as they stand, every statement that was made of these, and their items."""
    shape = {
        "schema": "newswatch.evidence-statement/1",
        "ledger_head": head,
        "score": json_shapes.score(unit, year),
        "stated": {
            str(month.month): [json_shapes.revision(*one) for one in statements.revisions_of(store, unit, month.month)] for month in told
        },
        "items": json_shapes.items(year, lines, attach.standing(store, unit)),
    }
    return as_json(shape)


def rule_and_lexicon(store: Store, payload: Payload, year: YearStatement, lexicon: Lexicon) -> dict[str, str]:
    """Lays the texts of the rule and of the vocabulary in force: as they were kept, else as they are. The SHA-256 of each is the digest that statements
    and decisions name it by."""
    texts_in_force = (("rule", RULE, year.rule.digest, year.rule.text), ("lexicon", LEXICON, lexicon.digest, lexicon.text))
    for _, path, digest, text in texts_in_force:
        payload.put(path, (texts.text_of(store, digest) or text).encode())
    return {name: path for name, path, *_ in texts_in_force}


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
