"""Tải về: what a unit's results are handed out as. Documents and lists of a period, the evidence pack, and what the board was written."""

from collections.abc import Iterator
from threading import BoundedSemaphore

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newswatch.core.periods import Period
from newswatch.core.rights import Action
from newswatch.errors import RunOpenError
from newswatch.report.documents.kinds import Form, forms
from newswatch.report.vi import mails, spans
from newswatch.report.vi.reasons import technical
from newswatch.services import documents
from newswatch.services import results as service
from newswatch.services.evidence.handing import Handed, hand
from newswatch.services.evidence.making import Asked
from newswatch.web import freshness
from newswatch.web.banner import tell
from newswatch.web.desk import desk
from newswatch.web.handed import BY_SLUG
from newswatch.web.headers import download
from newswatch.web.pages.results import FIRST_YEAR, LAST_YEAR
from newswatch.web.registry import page

_PIECE = 256 * 1024
_BUSY = "Đang làm một gói minh chứng khác; đợi xong rồi bấm lại"
_CONVERTING = "Đang chuyển một tệp khác thành PDF; đợi ít giây rồi bấm lại"
_converting = BoundedSemaphore(1)
"""LibreOffice takes the memory of a small machine: one file after the other."""

TYPES = {
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
    Form.PDF: "application/pdf",
    Form.ODT: "application/vnd.oasis.opendocument.text",
    Form.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}


@page("/ket-qua/tai", Action.DOWNLOAD)
def document() -> ResponseReturnValue:
    """A document or list: `ky` is its period, `loai` what it is, `dang` its form; one it is not had in is made in its usual one."""
    freshness.never()
    at, period, kind = desk(), _period(request.args.get("ky", "")), BY_SLUG.get(request.args.get("loai", ""))
    if kind is None:
        abort(404)
    asked = request.args.get("dang", "")
    form = Form(asked) if asked in forms(kind) else forms(kind)[0]
    heavy = form in (Form.PDF, Form.ODT, Form.ODS)
    if heavy and not _converting.acquire(blocking=False):
        return _back(period, _CONVERTING)
    try:
        made = documents.made(at.store, at.settings, at.unit, kind, period, form, at.now)
    finally:
        if heavy:
            _converting.release()
    return download(made.raw, made.name, TYPES[form])


@page("/ket-qua/goi", None, Action.DOWNLOAD)
def pack() -> ResponseReturnValue:
    """The evidence pack of a period: made now, handed over piece by piece, and removed."""
    at, period = desk(), _period(request.form.get("ky", ""))
    try:
        handed = hand(at.store, at.settings, Asked(at.unit, period), at.now)
    except RunOpenError:
        return _back(period, _BUSY)
    response = Response(_pieces(handed), content_type="application/zip")
    response.call_on_close(handed.close)
    response.content_length = handed.path.stat().st_size
    response.headers.set("Content-Disposition", "attachment", filename=handed.name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@page("/ket-qua/thu/<int:number>", Action.VIEW)
def letter(number: int) -> ResponseReturnValue:
    """Thư đã gửi: one notice as it was written, to whom it went, and how far it has come."""
    at = desk()
    found = service.letter(at.store, at.unit, number)
    if found is None:
        abort(404)
    return render_template("results_letter.html", found=found, mails=mails, technical=technical)


@page("/ket-qua/thu/<int:number>/<int:place>", Action.DOWNLOAD)
def enclosure(number: int, place: int) -> ResponseReturnValue:
    """A file that went with a notice."""
    at = desk()
    found = service.enclosure(at.store, at.unit, number, place)
    if found is None:
        abort(404)
    return download(found["body"], found["name"], found["content_type"])


def _pieces(handed: Handed) -> Iterator[bytes]:
    """The file in pieces; it is removed at the end, also where whoever fetches it goes away."""
    try:
        with handed.path.open("rb") as file:
            yield from iter(lambda: file.read(_PIECE), b"")
    finally:
        handed.close()


def _period(text: str) -> Period:
    """The period that is asked for; 404 for what is none, and for one of no year that an office has."""
    try:
        found = Period.parse(text)
    except ValueError:
        abort(404)
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else abort(404)


def _back(period: Period, text: str) -> ResponseReturnValue:
    """Back to the page one came from, where it is told that nothing was made."""
    tell(f"{text} ({spans.name(period.text)}).", wrong=True)
    if period.is_month:
        return redirect(url_for("results.month", year=period.year, month=int(period.part)), 303)
    return redirect(url_for("results.show", nam=period.year), 303)
