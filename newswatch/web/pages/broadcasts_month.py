"""Sổ của một tháng: closing it (đã đủ, không phát) after a question, and the log on paper."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newswatch.core.rights import Action
from newswatch.errors import AlreadyDone, InputError
from newswatch.report.vi import log_form, logs, terms
from newswatch.services import intake
from newswatch.web import forms
from newswatch.web.banner import tell
from newswatch.web.desk import desk
from newswatch.web.log_rows import LogMonth
from newswatch.web.registry import page

WHOLE, NONE_AIRED = "du", "khong-phat"


@page("/truyen-thanh/chot", Action.CLOSE_LOG, Action.CLOSE_LOG)
def close() -> ResponseReturnValue:
    """One question: is the log of the month whole, or was nothing aired?"""
    at = desk()
    log, how = LogMonth.asked(at), request.values.get("y", "")
    if how not in (WHOLE, NONE_AIRED):
        return redirect(url_for("broadcasts.show", thang=str(log.month)), 303) if request.method == "GET" else abort(422)
    if request.method == "GET":
        return _asked(log, how)
    try:
        made = intake.close_log(at.store, at.unit, log.month, at.actor.name, none_aired=how == NONE_AIRED, now=at.now, actor=at.actor)
    except AlreadyDone:
        made = None
    except InputError:
        return _asked(log, how, [("", why_open(log, how))])
    said = "không phát tin, bài nào" if how == NONE_AIRED else "sổ đã đủ"
    told = f"Đã chốt sổ {log.month.label}: {said}" if made else f"Sổ {log.month.label} đã chốt như vậy từ trước"
    tell(told)
    return redirect(url_for("broadcasts.show", thang=str(log.month)) + "#so", 303)


def why_open(log: LogMonth, how: str) -> str:
    """Why the log of a month can't be closed so; the service has said that it can't."""
    if log.statement is None:
        return f"{terms.capital(log.month.label)} không thuộc năm nào được tính của đơn vị"
    if log.statement.log is None:
        return "Quy định của đơn vị không tính truyền thanh nên không có sổ để chốt"
    if not log.ended:
        return f"Tháng chưa hết; chốt được sau ngày {terms.day(log.window.last)}"
    aired = sum(1 for row in log.rows if not row.stored["voided_at"])
    if how == NONE_AIRED and aired:
        return f"Sổ tháng này đã ghi {aired} mục nên không thể ghi là không phát; hủy các mục ấy trước, hoặc chốt là đã đủ"
    return "Đơn vị không ghi sổ phát thanh; người giữ máy đổi trong config.toml trước"


def _asked(log: LogMonth, how: str, faults: list[tuple[str, str]] | None = None) -> ResponseReturnValue:
    body = render_template(
        "broadcasts_close.html",
        log=log,
        how=how,
        aired=sum(1 for row in log.rows if not row.stored["voided_at"]),
        none_aired=how == NONE_AIRED,
        logs=logs,
        faults=faults or [],
        form_id=forms.new_form_id(),
    )
    return body, 422 if faults else 200


@page("/truyen-thanh/in", Action.VIEW)
def printed() -> ResponseReturnValue:
    """The log of a month for paper: A4, its head on each sheet, room for signatures."""
    log = LogMonth.asked(desk())
    return render_template("broadcasts_print.html", log=log, vi=log_form, terms=terms, logs=logs)
