"""What the month's notice to the board tells: the result as the letter tells it, what counts, what waits, what is to be done."""

from typing import Any

from newswatch.report.documents.told import Told, counted, parts, points, rows
from newswatch.report.letters import monthly, open_log, sections
from newswatch.report.vi import item_names, sentences, terms

_FIRST = 3
"""The number of the first section after the result and the items that count."""


def values(told: Told) -> dict[str, Any]:
    """The result, the items that count, sections on what waits and what was left out, and what is to be done next."""
    unit, briefing, year = told.unit, told.briefing, told.year
    month = sections.month_told(briefing)
    named = item_names.by_day(item_names.known(year, briefing.watched))
    waiting = [*sections.to_settle(year, month, named), *sections.left_out(year.rule, month, named)]
    found = [part | {"number": number} for number, part in enumerate(parts([*open_log.section(unit, year, month), *waiting]), _FIRST)]
    return {
        "outcome": terms.capital(sentences.result(year, month)),
        "result": [part for part in points(monthly.opening(unit, year, month)[1:]) if part],
        "counted": rows(told, counted(told)),
        "sections": found,
        "tasks_number": _FIRST + len(found),
        "tasks": [
            *points(monthly.missing_log(year.rule, month)),
            *points(sections.ahead(briefing)),
            *points(sections.topics(year, [month])),
        ],
    }
