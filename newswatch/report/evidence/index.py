"""The index page of a pack: every item under its number, with what is there of it, when that was observed, and what is missing. It holds no script and
loads nothing."""

from dataclasses import asdict
from datetime import date
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from newswatch.core.model import Channel, DateOrigin
from newswatch.core.record.pack import Contents, Row
from newswatch.core.text import printable
from newswatch.report.vi import files, packs, terms

_LONGEST = 500


def page(contents: Contents) -> bytes:
    """The page, in UTF-8."""
    rows = contents.rows
    told = {
        "title": contents.title,
        "period": contents.period,
        "as_of": packs.moment(contents.as_of),
        "head": contents.head,
        "links": contents.links,
        "papers": [(packs.paper(name), path) for name, path in contents.papers.items()],
        "asked": contents.asked,
        "rows": [_row(row) for row in rows],
        "counted": sum(row.standing == "counted" for row in rows),
        "waiting": sum(row.standing == "waiting" for row in rows),
        "wanting": [row.number for row in rows if row.wanting],
    }
    return _template().render(told).encode()


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
