"""Biểu tự chấm: the office's own sheet is handed in, the one row that will change is shown, and the filled copy fetched. Nothing is recorded."""

from datetime import date
from pathlib import PurePath
from threading import Lock
from typing import Any, BinaryIO, cast

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newswatch.core.dates.typed import typed_day
from newswatch.core.months import local_day
from newswatch.core.rights import Action
from newswatch.errors import FieldFault, InputError
from newswatch.report.vi import terms
from newswatch.report.vi.reasons import technical
from newswatch.services import assess, staging
from newswatch.services.assess import Asked, Ready
from newswatch.web import forms as form
from newswatch.web import freshness
from newswatch.web.banner import tell
from newswatch.web.desk import desk
from newswatch.web.handed import COLUMNS, without
from newswatch.web.headers import download
from newswatch.web.pages.files import TYPES
from newswatch.web.pages.results import FIRST_YEAR, LAST_YEAR
from newswatch.web.registry import page

_KILOBYTES = 11 * 1024
_SUFFIXES = {
    ".xlsx": next(kind for form_, kind in TYPES.items() if form_ == "xlsx"),
    ".docx": next(kind for form_, kind in TYPES.items() if form_ == "docx"),
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".docm": "application/vnd.ms-word.document.macroEnabled.12",
}
_WRONG_TYPE = "Tệp phải là .xlsx hoặc .docx"
_DAYS = {"no_such_day": "Không có ngày này", "unreadable": "Ghi ngày như 30/11/2026", "future": "Ngày này chưa tới"}
_LONGEST_REASON = 400
_opening = Lock()
"""A sheet may unpack to many megabytes: one is opened at a time, and the next waits."""


@page("/ket-qua/<int:year>/bieu", Action.FILL_SHEET, Action.FILL_SHEET, kilobytes=_KILOBYTES)
def choose(year: int) -> ResponseReturnValue:
    """The form: the file, the last day that counts, and why a score that is not sure is stated."""
    at = desk()
    if not FIRST_YEAR <= year <= min(LAST_YEAR, local_day(at.now).year + 1):
        abort(404)
    if request.method == "GET":
        return _form(year, [], form.typed())
    sent = request.files.get("file")
    name = sent.filename or "" if sent else ""
    if sent is None or not name:
        return _form(year, [("file", "Chọn tệp")], request.form)
    if PurePath(name).suffix.lower() not in _SUFFIXES:
        return _form(year, [("file", _WRONG_TYPE)], request.form)
    try:
        token = staging.stage(at.store, at.unit, name, cast(BinaryIO, sent.stream), at.now)
        asked = _asked(year, request.form.get("until", ""), request.form.get("reason", ""))
        _ready(token, asked)
    except FieldFault as fault:
        return _form(year, [_told(fault)], request.form)
    except InputError as error:
        return _form(year, [(_field(str(error)), _said(error))], request.form)
    return redirect(url_for("sheet.preview", year=year, token=token, **_query(asked)), 303)


@page("/ket-qua/<int:year>/bieu/<token>", Action.FILL_SHEET)
def preview(year: int, token: str) -> ResponseReturnValue:
    """The cells of the row that change: what stands there, what will."""
    freshness.never()
    found = _again(year, token)
    if found is None:
        return redirect(url_for("sheet.choose", year=year), 303)
    name, ready, asked = found
    return render_template(
        "sheet_preview.html",
        year=year,
        name=name,
        ready=ready,
        until=asked.until,
        columns=COLUMNS,
        lacking=without(ready.filled.without),
        fetch=url_for("sheet.fetch", year=year, token=token, **_query(asked)),
    )


@page("/ket-qua/<int:year>/bieu/<token>/tai", Action.FILL_SHEET)
def fetch(year: int, token: str) -> ResponseReturnValue:
    """The filled copy."""
    freshness.never()
    found = _again(year, token)
    if found is None:
        return redirect(url_for("sheet.choose", year=year), 303)
    name, ready, _ = found
    path = PurePath(name)
    return download(ready.filled.raw, f"{path.stem} - da dien{path.suffix.lower()}", _SUFFIXES[path.suffix.lower()])


def _again(year: int, token: str) -> tuple[str, Ready, Asked] | None:
    """The staged sheet filled in as the address asks; None, with the reason told, where it can't be any more."""
    try:
        asked = _asked(year, request.args.get("den", ""), request.args.get("ly-do", ""))
        name, ready = _ready(token, asked)
    except InputError as error:
        tell(_said(error), wrong=True)
        return None
    if PurePath(name).suffix.lower() not in _SUFFIXES:
        abort(404)
    return name, ready, asked


def _ready(token: str, asked: Asked) -> tuple[str, Ready]:
    at = desk()
    name, raw = staging.held(at.store, at.unit, token, at.now)
    with _opening:
        assess.check_unpacked(raw)
        return name, assess.ready(at.store, at.unit, name, raw, asked, at.now)


def _asked(year: int, until: str, reason: str) -> Asked:
    """What is to be filled in. Without a day the year's last is meant, or today while it is not over."""
    today = local_day(desk().now)
    return Asked(year=year, until=typed_day(until, today, "until") if until.strip() else _usual(year), provisional=reason[:_LONGEST_REASON])


def _usual(year: int) -> date | None:
    today = local_day(desk().now)
    return today if year >= today.year else None


def _query(asked: Asked) -> dict[str, Any]:
    return {"den": asked.until.isoformat() if asked.until else None, "ly-do": asked.provisional.strip() or None}


def _form(year: int, faults: list[tuple[str, str]], given: object) -> ResponseReturnValue:
    usual = _usual(year)
    shown = render_template(
        "sheet_choose.html", year=year, faults=faults, given=given, usual=usual.strftime("%d/%m/%Y") if usual else "", most=_LONGEST_REASON
    )
    return shown, 422 if faults else 200


def _told(fault: FieldFault) -> tuple[str, str]:
    """A fault beside its field, in words."""
    if fault.field == "provisional":
        return "reason", f"Điểm chưa chắc chắn vì {fault.value}. Ghi lý do nêu điểm; lý do được ghi vào phần giải trình"
    if fault.field == "until":
        return "until", _DAYS.get(str(fault.code), technical(str(fault)))
    return "file", "Tệp lớn hơn 10 MB" if fault.code == "too_long" else "Tệp không có nội dung"


def _field(message: str) -> str:
    """What a fault is about: the day, the year as a whole, or else the file."""
    return "until" if message.startswith("--until") else "" if message.startswith(("no month ", "rule ")) else "file"


def _said(error: InputError) -> str:
    """The fault in Vietnamese, as a sentence begins."""
    return terms.capital(technical(str(error)))
