"""Tổng quan: how the month stands, what is to be done, the year."""

from flask import render_template
from flask.typing import ResponseReturnValue

from newswatch.core.notices.to_do import TaskKind
from newswatch.core.rights import Action
from newswatch.report.vi import board as vi
from newswatch.report.vi import sentences
from newswatch.services.board import Board, board
from newswatch.web import bars, strip
from newswatch.web.desk import desk
from newswatch.web.registry import page
from newswatch.web.templating import STATES

_WHERE = {
    TaskKind.SETTLE_ENDED: "review.show",
    TaskKind.SETTLE_OPEN: "review.show",
    TaskKind.UNREAD: "settings.show",
    TaskKind.CLOSE_LOG: "broadcasts.show",
    TaskKind.FILL_LOG: "broadcasts.show",
    TaskKind.MEND_LOG: "broadcasts.show",
    TaskKind.EVIDENCE: "broadcasts.show",
    TaskKind.MAILS: "results.show",
}
"""The page where each thing is done."""


@page("/", Action.VIEW)
def show() -> ResponseReturnValue:
    """The page that opens first."""
    at = desk()
    found = board(at.store, at.settings, at.unit, at.now)
    at.__dict__["waiting"] = found.waiting
    return render_template(
        "overview.html",
        board=found,
        vi=vi,
        sentences=sentences,
        chart=bars.chart(found.year, STATES),
        days=strip.days(found.month, found.year.rule.cutoff_day, found.today) if found.month else (),
        unasked=sentences.unwatched(found.year.rule, found.unit.watched),
        where=_WHERE,
        state=_state(found),
    )


def _state(found: Board) -> str:
    return STATES[found.month.state] if found.month else "toi"
