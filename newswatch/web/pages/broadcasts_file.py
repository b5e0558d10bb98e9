"""Nhập từ tệp: a spreadsheet is laid aside, shown row by row with what each becomes and what is wrong, and taken in whole when one says so."""

from collections.abc import Mapping
from typing import BinaryIO, cast

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newswatch.core.rights import Action
from newswatch.errors import AlreadyDone, FieldFault, InputError
from newswatch.report.vi import log_form, terms
from newswatch.services import staging
from newswatch.services.staging import Sheet
from newswatch.web import forms
from newswatch.web.banner import tell
from newswatch.web.desk import desk
from newswatch.web.headers import download
from newswatch.web.registry import page

_AT_ONCE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("/truyen-thanh/nhap-tep", Action.IMPORT, Action.IMPORT, kilobytes=50 * 1024)
def choose() -> ResponseReturnValue:
    """Step 1: which file?"""
    at = desk()
    if request.method == "GET":
        return _choosing()
    file = request.files.get("file")
    if file is None or not file.filename:
        return _choosing([("file", "Chọn tệp sổ phát thanh")])
    try:
        token = staging.stage(at.store, at.unit, file.filename, cast(BinaryIO, file.stream), at.now)
    except FieldFault as error:
        return _choosing([("file", log_form.TOO_LARGE if error.code == "too_long" else "Tệp rỗng")])
    return redirect(url_for("broadcasts_file.look", token=token), 303)


@page("/truyen-thanh/nhap-tep/<token>", Action.IMPORT, Action.IMPORT)
def look(token: str) -> ResponseReturnValue:
    """Step 2: what each row becomes; step 3: taking the good ones in."""
    at = desk()
    if request.method == "GET":
        return _looking(_sheet(token))
    sheet = _sheet(token)
    try:
        taken = staging.take_in(at.store, at.settings, at.unit, token, at.now, at.actor)
    except AlreadyDone:
        taken = None
    if taken is None or taken.before:
        tell("Tệp này đã nhận từ trước; không ghi thêm gì")
        return redirect(url_for("broadcasts_file.look", token=token), 303)
    if taken.refused:
        return _looking(_sheet(token), 422, [("", log_form.refused(taken.refused))])
    known = f", {taken.known} mục đã có" if taken.known else ""
    bad = f"; {sheet.bad} dòng cần sửa, chưa nhận" if sheet.bad else ""
    tell(f"Đã nhận {taken.added} mục{known}{bad}")
    if sheet.bad:
        return redirect(url_for("broadcasts_file.look", token=token), 303)
    last = max((row.bulletin.aired_on for row in sheet.rows if row.bulletin), default=None)
    return redirect(url_for("broadcasts.show", thang=f"{last:%Y-%m}" if last else None) + "#so", 303)


@page("/truyen-thanh/nhap-tep/<token>/cot", None, Action.IMPORT)
def settle_columns(token: str) -> ResponseReturnValue:
    """Says what headers mean; that is remembered for the unit's next files."""
    at, sheet = desk(), _sheet(token)
    meant = {header: request.form.get(f"cot-{n}", "")[:40] for n, header in enumerate(sheet.unknown)}
    chosen = {header: "" if field == "-" else field for header, field in meant.items() if field}
    if not chosen:
        return _looking(
            sheet, 422, [("cot-0", f"Chọn cột “{sheet.unknown[0]}” ghi gì")] if sheet.unknown else [("", "Không còn cột nào chưa rõ")]
        )
    try:
        staging.remember(at.store, at.unit, chosen, at.now, at.actor)
    except AlreadyDone:
        pass
    except FieldFault as error:
        return _looking(sheet, 422, [(_select(sheet, error.field), _column_fault(error))])
    return redirect(url_for("broadcasts_file.look", token=token), 303)


@page("/truyen-thanh/nhap-tep/<token>/loi", Action.IMPORT)
def bad_rows(token: str) -> ResponseReturnValue:
    """The rows that can't be taken in, with what is wrong with each, to be mended and handed in again."""
    at, sheet = desk(), _sheet(token)
    body = staging.bad_rows(at.store, at.settings, at.unit, token, at.now, log_form.problem)
    return download(body, f"loi-{sheet.name.rpartition('.')[0] or 'so'}.xlsx", _XLSX)


def _sheet(token: str) -> Sheet:
    at = desk()
    try:
        return staging.preview(at.store, at.settings, at.unit, token, at.now)
    except InputError:
        abort(make_response(_choosing([("file", log_form.GONE)])[0], 404))


def _select(sheet: Sheet, header: str) -> str:
    return next((f"cot-{n}" for n, one in enumerate(sheet.unknown) if one == header), "")


def _column_fault(error: FieldFault) -> str:
    named = log_form.FIELDS.get(error.value, error.value)
    return f"Hai cột không thể cùng là {named}" if error.code == "taken" else f"Không có mục “{named}”"


def _choosing(faults: list[tuple[str, str]] | None = None) -> tuple[str, int]:
    return render_template("broadcasts_file.html", faults=faults or [], form_id=forms.new_form_id()), 422 if faults else 200


def _looking(sheet: Sheet, code: int = 200, faults: list[tuple[str, str]] | None = None) -> ResponseReturnValue:
    asked = request.args.get("tu", "")
    begin = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0
    whole = [*(row for row in sheet.rows if row.problem), *(row for row in sheet.rows if not row.problem)]
    choices: Mapping[str, str] = log_form.FIELDS
    return render_template(
        "broadcasts_sheet.html",
        sheet=sheet,
        refused=log_form.refused(sheet.refused) if sheet.refused else "",
        rows=whole[begin : begin + _AT_ONCE],
        begin=begin,
        older=begin + _AT_ONCE if begin + _AT_ONCE < len(whole) else 0,
        newer=max(begin - _AT_ONCE, 0) if begin else None,
        columns=[("", "Chọn"), *((field, choices[field]) for field in staging.fields()), ("-", "Không dùng cột này")],
        vi=log_form,
        terms=terms,
        faults=faults or [],
        typed=forms.typed(),
        form_id=forms.new_form_id(),
    ), code
