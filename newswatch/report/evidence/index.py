"""The index page of a pack: every item under its number, with what is there of it, when that was observed, and what is missing. It holds no script and
loads nothing."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.core.model import Channel, DateOrigin
from newswatch.core.record.pack import Contents, Row
from newswatch.core.text import printable
from newswatch.report.vi import files, packs, sentences, terms

_LONGEST = 500


def page(contents: Contents, year: YearStatement, told: Sequence[MonthStatement], *, watched: bool) -> bytes:
    """The page, in UTF-8. How the months told stand, and what of them was looked at, stands above the items: where none is listed, that may be because
    nobody could look. `watched`: does the unit have a required source?"""
    rows = contents.rows
    counted, wanting = sum(row.standing == "counted" for row in rows), [row.number for row in rows if row.wanting]
    values = {
        "title": contents.title,
        "period": contents.period,
        "as_of": packs.moment(contents.as_of),
        "head": contents.head,
        "links": contents.links,
        "papers": [(packs.paper(name), path) for name, path in contents.papers.items()],
        "asked": contents.asked,
        "rows": [_row(row) for row in rows],
        "counted": counted,
        "waiting": sum(row.standing == "waiting" for row in rows),
        "wanting": bool(wanting),
        "complete": packs.complete(counted, wanting, contents.asked),
        "seen": sentences.coverage_of(year.rule, told, watched=watched),
        "months": [f"{terms.capital(one.month.label)}: {sentences.result(year, one)}." for one in told],
    }
    return _template().render(values).encode()


@cache
def _template() -> Template:
    environment = Environment(loader=PackageLoader("newswatch.report.evidence", ""), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("index.html")


def _row(row: Row) -> dict[str, Any]:
    return asdict(row) | {
        "title": printable(row.title, _LONGEST),
        "url": printable(row.url, _LONGEST),
        "channel": terms.CHANNELS[Channel(row.channel)],
        "day": _day(row),
        "seen_at": packs.moment(row.seen_at),
        "gone_at": packs.moment(row.gone_at) if row.gone_at else "",
        "standing": packs.STANDINGS[row.standing],
        "pieces": [
            asdict(one) | {"what": terms.capital(packs.what(one.what)), "seen": packs.seen(one.what, one.at), "size": files.size(one.size)}
            for one in row.pieces
        ],
        "captures": [
            asdict(one)
            | {
                "what": terms.capital(packs.what(one.what)),
                "seen": packs.seen(one.what, one.at),
                "record": one.record.strip("<>"),
            }
            for one in row.captures
        ],
        "missing": [terms.capital(packs.missing(one)) for one in row.missing],
    }


def _day(row: Row) -> str:
    """The day that is charged, and who states it: a page, a log, a person. It is none on which the program saw anything."""
    if not row.day:
        return "không rõ ngày"
    origin = DateOrigin.LOG if row.channel == Channel.LOUDSPEAKER else DateOrigin(row.day_from)
    return f"ngày tính {terms.day(date.fromisoformat(row.day))} ({terms.DATE_ORIGINS[origin]})"
