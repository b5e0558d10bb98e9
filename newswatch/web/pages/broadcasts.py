"""Truyền thanh: one bulletin in four fields, the rest folded away with the last entry's values; below it the month's log."""

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newswatch.core.bulletin import Broadcasts
from newswatch.core.model import ItemType, Origin
from newswatch.core.months import local_day, month_of
from newswatch.core.rights import Action
from newswatch.core.text import printable
from newswatch.errors import AlreadyDone, FieldFaults
from newswatch.report.vi import files as vi_files
from newswatch.report.vi import item_names, log_form, logs, terms
from newswatch.services import bulletin_form
from newswatch.web import files_in, forms
from newswatch.web.banner import tell
from newswatch.web.desk import Desk, desk
from newswatch.web.log_rows import LogMonth
from newswatch.web.registry import page

TODAY, YESTERDAY, OTHER = "hôm nay", "hôm qua", "other"
_FOLDED = (
    *("item_type", "origin", "author", "editor", "approver", "announcer", "session", "programme", "section", "speaker_clusters"),
    *("web_link", "note", "summary", "script"),
)
_AT_ONCE = 40
_LONGEST, _LONGEST_TEXT = 500, 20_000
_TOLD_TITLE = 60


@page("/truyen-thanh", Action.VIEW, Action.LOG, kilobytes=50 * 1024)
def show() -> ResponseReturnValue:
    """The form and the log of a month; saving a bulletin."""
    at = desk()
    if request.method == "GET":
        return _shown(at)
    fields = {name: request.form.get(name, "")[: _LONGEST_TEXT if name in ("summary", "script") else _LONGEST] for name in _names()}
    picked, typed = request.form.get("when", ""), fields["date"].strip()
    if typed and picked in (TODAY, YESTERDAY):
        return _shown(at, 422, [("date", log_form.TWO_DAYS)])
    fields["date"] = typed or (picked if picked != OTHER else "")
    try:
        entered = bulletin_form.enter(at.store, at.settings, at.unit, fields, at.now, at.actor)
    except FieldFaults as error:
        return _shown(at, 422, [(one.field, log_form.fault(one)) for one in error.faults])
    except AlreadyDone:
        tell("Mục này đã lưu từ lần gửi trước")
        return redirect(url_for("broadcasts.show"), 303)
    return _entered(at, entered, fields["title"])


def _entered(at: Desk, entered: bulletin_form.Entered, title: str) -> ResponseReturnValue:
    """Tells what became of an entry, keeps its files, and leads to the next one, or to the log."""
    name = printable(title, _TOLD_TITLE)
    if entered.item_id is None:
        tell(f"“{name}” phát {log_form.full_day(entered.day)} đã có trong sổ; chưa ghi thêm gì", wrong=True)
        return redirect(_next(at, entered), 303)
    kept, refused = files_in.keep(at, entered.item_id)
    told = f"Đã lưu “{name}”, {log_form.full_day(entered.day)}" + (f", {kept} tệp" if kept else "")
    undo = url_for("broadcasts_item.void", item_id=entered.item_id)
    tell(told, undo=undo, fields={"because": "hoàn tác ngay sau khi nhập"})
    if refused:
        tell(f"Mục đã lưu nhưng chưa nhận tệp: {'; '.join(refused)}. Chọn lại tệp ở dưới.", wrong=True)
        return redirect(url_for("broadcasts_item.show", item_id=entered.item_id), 303)
    return redirect(_next(at, entered), 303)


def _next(at: Desk, entered: bulletin_form.Entered) -> str:
    if request.form.get("act") == "next":
        return url_for("broadcasts.show", ngay=entered.day.isoformat()) + "#f-time"
    month = month_of(entered.day, at.unit.rule_for(entered.day.year).cutoff_day)
    return url_for("broadcasts.show", thang=str(month)) + "#so"


def _names() -> tuple[str, ...]:
    return ("date", "time", "title", "duration", *_FOLDED)


def _shown(at: Desk, code: int = 200, faults: list[tuple[str, str]] | None = None) -> ResponseReturnValue:
    log, typed = LogMonth.asked(at), forms.typed()
    rows = list(reversed(log.rows))
    asked = request.args.get("tu", "")
    begin = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0
    fresh = typed or {"when": TODAY, **_carried(at), **_day_before()}
    return render_template(
        "broadcasts.html",
        log=log,
        rows=rows[begin : begin + _AT_ONCE],
        total=sum(1 for row in rows if not row.stored["voided_at"]),
        begin=begin,
        older=begin + _AT_ONCE if begin + _AT_ONCE < len(rows) else 0,
        at_once=_AT_ONCE,
        typed=fresh,
        open_more=bool(faults and {name for name, _ in faults} & set(_FOLDED)),
        faults=faults or [],
        form_id=forms.new_form_id(),
        vi=log_form,
        logs=logs,
        terms=terms,
        why_not=lambda line: item_names.why_not(line, terms.by_number),
        kinds=vi_files.KINDS,
        TYPES=[("", "Chưa rõ"), *((one, terms.capital(one)) for one in (terms.TYPES[kind] for kind in ItemType))],
        ORIGINS=[(one, terms.capital(one)) for one in (terms.ORIGINS[origin] for origin in Origin)],
        watched=at.unit.broadcasts is Broadcasts.LOGGED,
        today=local_day(at.now),
    ), code


def _carried(at: Desk) -> Mapping[str, str]:
    """The last entry's values, as the form writes them."""
    found = bulletin_form.defaults(at.store, at.unit)
    if "item_type" in found:
        found["item_type"] = terms.TYPES[ItemType(found["item_type"])]
    return found


def _day_before() -> Mapping[str, str]:
    """The day of the bulletin that was just saved, where the next follows it."""
    day = request.args.get("ngay", "")
    return {"when": OTHER, "date": "/".join(reversed(day.split("-")))} if len(day) == 10 and day.replace("-", "").isdecimal() else {}
