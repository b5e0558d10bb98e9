"""Tài liệu kiểm chứng: the files of an item are attached, fetched and voided."""

from flask import Response, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from newswatch.core.record.files import ALLOWED, MOST_BYTES, SUFFIXES, FileKind
from newswatch.core.rights import Action
from newswatch.errors import AlreadyDone, FieldCode, FieldFault, InputError
from newswatch.report.vi import files as vi
from newswatch.report.vi.reasons import technical
from newswatch.services import attach as attaching
from newswatch.services import dossier as dossiers
from newswatch.services.dossier import OnDisk
from newswatch.web import forms, headers, item_page
from newswatch.web.banner import tell
from newswatch.web.desk import desk
from newswatch.web.registry import page

_KILOBYTES = 300 * 1024
"""A recording may be that large; `web.upload_mb` has the last word."""


@page("/tin-bai/<int:item_id>/tep", None, Action.ATTACH, kilobytes=_KILOBYTES)
def attach(item_id: int) -> ResponseReturnValue:
    """Attaches a file that is sent."""
    at, sent = desk(), request.files.get("tep")
    if not dossiers.is_of(at.store, at.unit, item_id):
        abort(404)
    kind = _kind(request.form.get("loai", ""))
    missing = [("loai", "Chọn loại tài liệu")] * (kind is None) + [("tep", "Chọn tệp để gắn")] * (sent is None or not sent.filename)
    if missing or kind is None or sent is None:
        return item_page.shown(item_id, missing, 422)
    note = request.form.get("ghi-chu", "")[:2_000]
    try:
        made = attaching.attach_stream(
            at.store, sent.stream, sent.filename or "", item_id, kind, at.now, actor=at.actor, note=note, unit=at.unit
        )
    except AlreadyDone:
        return _back(item_id)
    except InputError as error:
        too_large = isinstance(error, FieldFault) and error.code is FieldCode.TOO_LONG
        return item_page.shown(item_id, [("tep", _fault(error, kind))], 413 if too_large else 422)
    named = f"{vi.KINDS[kind]} “{dossiers.attached(at.store, at.unit, item_id, made.number)['name']}”"
    if made.made:
        tell(f"Đã gắn {named}", undo=url_for("evidence.void", item_id=item_id, number=made.number), fields={"because": "hoàn tác"})
    else:
        tell(f"Đã có sẵn {named}, không gắn thêm")
    return _back(item_id)


@page("/tin-bai/<int:item_id>/tep/<int:number>", Action.DOWNLOAD)
def fetch(item_id: int, number: int) -> ResponseReturnValue:
    """An attached file, to be saved."""
    at = desk()
    try:
        found = dossiers.handed_out(at.store, at.unit, item_id, number)
    except InputError:
        abort(404)
    return _saved(item_id, found)


@page("/tin-bai/<int:item_id>/anh/<int:number>", Action.DOWNLOAD)
def picture(item_id: int, number: int) -> ResponseReturnValue:
    """A picture of an item's page, to be saved."""
    at = desk()
    return _saved(item_id, dossiers.picture(at.store, at.unit, item_id, number) or abort(404))


@page("/tin-bai/<int:item_id>/tep/<int:number>/huy", Action.VOID_FILE, Action.VOID_FILE)
def void(item_id: int, number: int) -> ResponseReturnValue:
    """Asks why a file was attached by mistake, and voids it."""
    at = desk()
    try:
        row = dossiers.attached(at.store, at.unit, item_id, number)
    except InputError:
        abort(404)
    if request.method == "GET":
        return _asked(row, [])
    try:
        attaching.void(at.store, number, at.actor.name, request.form.get("because", "")[:2_000], at.now, actor=at.actor, unit=at.unit)
    except AlreadyDone:
        return _back(item_id)
    except FieldFault as error:
        return _asked(row, [(error.field, "Ghi lý do hủy")], 422)
    except InputError as error:
        return _asked(row, [("", technical(str(error)))], 422)
    tell(f"Đã hủy tệp “{row['name']}”; tệp vẫn nằm trong lịch sử của mục")
    return _back(item_id)


def _asked(row: object, faults: list[tuple[str, str]], status: int = 200) -> ResponseReturnValue:
    return render_template("evidence_void.html", file=row, faults=faults, typed=forms.typed(), form_id=forms.new_form_id()), status


def _back(item_id: int) -> ResponseReturnValue:
    return redirect(url_for("items.one", item_id=item_id, _anchor="tai-lieu"), 303)


def _saved(item_id: int, found: OnDisk) -> ResponseReturnValue:
    """A kept file, for saving alone; of one that is not as it was, how it was found."""
    if not found.state.is_there:
        tell(f"Không đưa ra được tệp “{found.name}”: {vi.STATES[found.state].lower()}. Báo người giữ máy.", wrong=True)
        return _back(item_id)
    response: Response = send_file(found.path, mimetype=found.type, etag=False)
    return headers.saved(response, found.name)


def _kind(text: str) -> FileKind | None:
    return FileKind(text) if text in list(FileKind) else None


def _fault(error: InputError, kind: FileKind) -> str:
    """What is wrong with a file, in the words of whoever chose it."""
    code = error.code if isinstance(error, FieldFault) else None
    if code is FieldCode.MISSING:
        return "Tệp không có nội dung"
    if code is FieldCode.TOO_LONG:
        return f"Tệp lớn hơn {vi.size(MOST_BYTES[kind])}, cỡ lớn nhất của {vi.KINDS[kind]}"
    if code is FieldCode.WRONG:
        ends = ", ".join(sorted(SUFFIXES[one] for one in ALLOWED[kind]))
        return f"Nội dung tệp không phải loại nhận làm {vi.KINDS[kind]}; nhận {ends}"
    return technical(str(error))
