"""Một mục phát thanh: what its log says, its files (more can be added), and voiding it or a file, one question a page."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newswatch.core.rights import Action
from newswatch.core.text import printable
from newswatch.errors import AlreadyDone, FieldFault, InputError
from newswatch.report.vi import files as vi_files
from newswatch.report.vi import item_names, log_form, terms
from newswatch.services import attach, review, statements
from newswatch.web import files_in, forms
from newswatch.web.banner import tell
from newswatch.web.desk import Desk, desk
from newswatch.web.registry import page

_LONGEST = 500
_TOLD_TITLE = 60
_SHOWN = (
    *("time", "duration", "session", "programme", "section", "author", "editor", "approver", "announcer", "speaker_clusters"),
    *("web_link", "entered_by", "note", "summary", "script"),
)


@page("/truyen-thanh/<int:item_id>", Action.VIEW, Action.ATTACH, kilobytes=50 * 1024)
def show(item_id: int) -> ResponseReturnValue:
    """One bulletin with its files; laying files beside it."""
    at = desk()
    stored = _stored(at, item_id)
    if request.method == "GET":
        return _shown(at, stored)
    if not files_in.chosen():
        return _shown(at, stored, 422, [("audio", "Chọn ít nhất một tệp")])
    kept, refused = files_in.keep(at, item_id)
    if refused:
        told = f"Chưa nhận: {'; '.join(refused)}" + (f". Đã nhận {kept} tệp khác" if kept else "")
        return _shown(at, stored, 422, [("audio", told)])
    tell(f"Đã nhận {kept} tệp")
    return redirect(url_for("broadcasts_item.show", item_id=item_id), 303)


@page("/truyen-thanh/<int:item_id>/huy", Action.VOID, Action.VOID)
def void(item_id: int) -> ResponseReturnValue:
    """One question: why is it voided?"""
    at = desk()
    stored = _stored(at, item_id)
    if request.method == "GET":
        return _asked(stored, "mục này", _title(stored))
    try:
        review.void(
            at.store, item_id, at.actor.name, request.form.get("because", "").strip()[:_LONGEST], at.now, actor=at.actor, unit=at.unit
        )
    except AlreadyDone:
        return redirect(url_for("broadcasts.show", thang=stored["aired_on"][:7]) + "#so", 303)
    except FieldFault as error:
        return _asked(stored, "mục này", _title(stored), [("because", log_form.fault(error))])
    except InputError:
        tell("Mục này đã hủy trước đó", wrong=True)
        return redirect(url_for("broadcasts_item.show", item_id=item_id), 303)
    tell(f"Đã hủy “{printable(stored['title'], _TOLD_TITLE)}”; mục vẫn nằm trong sổ, không được tính")
    return redirect(url_for("broadcasts.show", thang=stored["aired_on"][:7]) + "#so", 303)


@page("/truyen-thanh/<int:item_id>/tep/<int:number>/huy", Action.VOID_FILE, Action.VOID_FILE)
def void_file(item_id: int, number: int) -> ResponseReturnValue:
    """One question: why is a file voided?"""
    at = desk()
    stored = _stored(at, item_id)
    file = next((row for row in attach.of_item(at.store, item_id) if row["id"] == number), None) or abort(404)
    if request.method == "GET":
        return _asked(stored, "tệp này", file["name"])
    try:
        attach.void(
            at.store, number, at.actor.name, request.form.get("because", "").strip()[:_LONGEST], at.now, actor=at.actor, unit=at.unit
        )
    except AlreadyDone:
        pass
    except FieldFault as error:
        return _asked(stored, "tệp này", file["name"], [("because", log_form.fault(error))])
    except InputError:
        tell("Tệp này đã hủy trước đó", wrong=True)
    else:
        tell(f"Đã hủy tệp “{printable(file['name'], _TOLD_TITLE)}”; tệp vẫn được giữ")
    return redirect(url_for("broadcasts_item.show", item_id=item_id), 303)


def _stored(at: Desk, item_id: int) -> dict[str, Any]:
    """A bulletin of the desk's unit as stored; 404 for anything else."""
    try:
        found = statements.history_of(at.store, item_id)
    except InputError:
        abort(404)
    if found["item"][0]["unit"] != at.unit.id or not found["bulletin"]:
        abort(404)
    return found["bulletin"][0]


def _title(stored: dict[str, Any]) -> str:
    return str(stored["title"])


def _asked(stored: dict[str, Any], what: str, name: str, faults: list[tuple[str, str]] | None = None) -> ResponseReturnValue:
    """The one question."""
    body = render_template(
        "broadcasts_void.html", stored=stored, what=what, name=name, faults=faults or [], typed=forms.typed(), form_id=forms.new_form_id()
    )
    return body, 422 if faults else 200


def _shown(at: Desk, stored: dict[str, Any], code: int = 200, faults: list[tuple[str, str]] | None = None) -> ResponseReturnValue:
    told = {"time": (stored["aired_at"] or "")[:5], "duration": log_form.minutes(stored["duration"])}
    facts = [(log_form.FIELDS[name], text) for name in _SHOWN if (text := told.get(name, stored.get(name)))]
    line = None if stored["voided_at"] else statements.line_of(at.store, at.unit, stored["item_id"], at.now)
    return render_template(
        "broadcasts_item.html",
        stored=stored,
        facts=facts,
        line=line,
        why_not=lambda one: item_names.why_not(one, terms.by_number),
        files=attach.of_item(at.store, stored["item_id"]),
        vi_files=vi_files,
        vi=log_form,
        terms=terms,
        faults=faults or [],
        form_id=forms.new_form_id(),
    ), code
