"""Kết quả: a year's months, quarters and total as they stand and as they were stated; one month with its revisions, signatures, mails and papers."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newswatch.core.months import Month, local_day
from newswatch.core.record.signatures import Function
from newswatch.core.rights import Action
from newswatch.errors import AlreadyDone, FieldFault, InputError
from newswatch.report import figures
from newswatch.report.documents.kinds import Form, Kind, forms
from newswatch.report.vi import board as board_words
from newswatch.report.vi import mails, results, sentences, signing, statings, terms
from newswatch.report.vi.reasons import technical
from newswatch.services import documents, statements
from newswatch.services import results as service
from newswatch.services.signing import sign as sign_statement
from newswatch.services.statements import Explained
from newswatch.web import forms as form
from newswatch.web.banner import tell
from newswatch.web.desk import desk
from newswatch.web.handed import FORMS, KINDS, SLUGS
from newswatch.web.registry import page
from newswatch.web.templating import STATES

FIRST_YEAR, LAST_YEAR = 1990, 2100
_MOST_ITEMS, _MOST_STATED = 40, 20
_TWICE = "Đã ký xác nhận trước đó; lần gửi này không ghi gì thêm"
_ANEW = "Số liệu vừa được chốt lại; xem lại số mới rồi ký"


@page("/ket-qua", Action.VIEW)
def show() -> ResponseReturnValue:
    """A year: its months as they stand and as stated, its quarters, the mails that could not go out."""
    at = desk()
    present = local_day(at.now).year
    year = request.args.get("nam", present, type=int)
    if not FIRST_YEAR <= year <= min(present + 1, LAST_YEAR):
        abort(404)
    found = service.of_year(at.store, at.unit, year, at.now)
    return render_template(
        "results.html",
        found=found,
        rows=[(one, statings.stating(one.stated, (), one.signed) if one.stated else None) for one in found.months],
        present=present,
        vi=results,
        sentences=sentences,
        score=board_words.score(found.year),
        signing=signing,
        mails=mails,
        technical=technical,
        kinds=_choices(without=Kind.NOTICE),
        forms=_forms(),
    )


@page("/ket-qua/<int:year>/<int:month>", Action.VIEW)
def month(year: int, month: int) -> ResponseReturnValue:
    """One month: what was stated, what stands, what changed it, who signed, what was written of it."""
    at, asked = desk(), _month(year, month)
    told = statements.explained(at.store, at.unit, asked, at.now)
    counted = [line for line in told.month.lines if figures.counts(told.year.rule, line)]
    return render_template(
        "results_month.html",
        told=told,
        state=_state(told),
        stated=_stated(told),
        left_out=max(0, len(told.stated) - _MOST_STATED),
        counted=counted[:_MOST_ITEMS],
        among=len(counted),
        standing=tuple(one for one in told.signed if not one.overtaken),
        warnings=signing.warnings(told.signed),
        letters=service.letters_of(at.store, at.unit, asked),
        watched=at.unit.watched,
        sentences=sentences,
        mails=mails,
        vi=results,
        papers=[(kind, KINDS[kind], SLUGS[kind], _offered(kind)) for kind in Kind],
        names=FORMS,
        channels=terms.CHANNELS,
    )


@page("/ket-qua/<int:year>/<int:month>/ky", Action.SIGN, Action.SIGN)
def sign(year: int, month: int) -> ResponseReturnValue:
    """Ký xác nhận: secretary or head confirms what was stated of a month, by name."""
    at, asked = desk(), _month(year, month)
    if request.method == "GET":
        return _to_sign(asked, [])
    function, seen = request.form.get("function", ""), request.form.get("revision", -1, type=int)
    if function not in list(Function):
        return _to_sign(asked, [("function", "Chọn tư cách ký")])
    try:
        sign_statement(at.store, at.unit, asked, Function(function), at.now, at.actor, seen=seen)
    except AlreadyDone:
        tell(_TWICE)
    except FieldFault as fault:
        return _to_sign(asked, [("", _ANEW if fault.field == "revision" else technical(str(fault)))], 409)
    except InputError as error:
        return _to_sign(asked, [("function", technical(str(error)))])
    else:
        tell(f"Đã ký xác nhận số liệu {asked.label} với tư cách {signing.FUNCTIONS[Function(function)]}")
    return redirect(url_for("results.month", year=year, month=month), 303)


def _to_sign(asked: Month, faults: list[tuple[str, str]], code: int = 422) -> ResponseReturnValue:
    """The one question, of what was stated last; where nothing was, that there is nothing to sign."""
    at = desk()
    told = statements.explained(at.store, at.unit, asked, at.now)
    shown = render_template(
        "results_sign.html",
        told=told,
        stated=_stated(told)[:1],
        standing=tuple(one for one in told.signed if not one.overtaken),
        functions=[(str(one), signing.FUNCTIONS[one].capitalize()) for one in Function],
        chosen=form.typed().get("function", ""),
        signing=signing,
        sentences=sentences,
        faults=faults,
        form_id=form.new_form_id(),
    )
    return shown, code if faults else 200


def _month(year: int, month: int) -> Month:
    """The month of an address; 404 for what is none."""
    if not (1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
        abort(404)
    return Month(year, month)


def _stated(told: Explained) -> list[statings.Stating]:
    """The last statements of the month, the newest first."""
    return [statings.stating(row, causes, told.signed) for row, causes in reversed(told.stated[-_MOST_STATED:])]


def _state(told: Explained) -> str:
    return "toi" if results.to_come(told.year, told.month) else STATES[told.month.state]


def _offered(kind: Kind) -> list[Form]:
    """The forms that a document is offered in: those this machine can make and offices ask for."""
    return [one for one in forms(kind) if one in FORMS and (one is not Form.PDF or documents.converts())]


def _choices(without: Kind) -> list[tuple[str, str]]:
    return [(SLUGS[kind], KINDS[kind]) for kind in Kind if kind is not without]


def _forms() -> list[tuple[str, str]]:
    """The forms that any document may be asked in; what a kind is not had in is made in its usual one."""
    return [(str(one), name) for one, name in FORMS.items() if one is not Form.PDF or documents.converts()]
