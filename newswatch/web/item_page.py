"""The page of one item, which is shown by itself, and again with what is wrong with a form on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from newswatch.core.count.reasons import Line
from newswatch.core.model import Channel
from newswatch.core.record.files import FileKind
from newswatch.report.vi import files, finding, history, item_names, terms
from newswatch.services import dossier as dossiers
from newswatch.services.dossier import Dossier
from newswatch.web import forms
from newswatch.web.desk import desk

FROM = "tu"
_EVENTS, _FILES = 12, 10
"""Of a part of the history, and of the files in the table. With long words in all of them a page stays below 40 KB."""

_KINDS = {
    Channel.LOUDSPEAKER: (FileKind.AUDIO, FileKind.SCRIPT, FileKind.LOG_PAGE, FileKind.DECISION, FileKind.PAPER),
    Channel.PORTAL: (FileKind.SCREENSHOT, FileKind.DECISION, FileKind.PAPER),
}
"""What is attached to an item of each channel, what is most usual first."""

_SHAPES = {"được tính": "dat", "chờ xét": "chuaro", "không tính": "toi"}


@dataclass(frozen=True, slots=True)
class History:
    """A part of an item's history, the last first: where it begins, and where newer and older parts do (None for none)."""

    events: Sequence[history.Event]
    newer: int | None
    older: int | None


def shown(item_id: int, faults: Sequence[tuple[str, str]] = (), status: int = 200) -> ResponseReturnValue:
    """The page of an item of the desk's unit, with what is wrong with the form that was sent; 404 if the unit has no such item."""
    at = desk()
    found = dossiers.dossier(at.store, at.unit, item_id, at.now) or abort(404)
    state = finding.state(found.line)
    html = render_template(
        "item.html",
        one=found,
        state=state,
        shape=_SHAPES[state],
        reasons=_reasons(found),
        judged=history.judged(found.line) if found.line else "",
        history=_history(found),
        vi=finding,
        terms=terms,
        file_words=files,
        dated=history.dated,
        sameness=_sameness(found),
        kinds=[(str(kind), terms.capital(files.KINDS[kind])) for kind in _KINDS[found.channel]],
        typed=forms.typed(),
        form_id=forms.new_form_id(),
        faults=list(faults),
        MOST_FILES=_FILES,
        bulletin=found.trace["bulletin"][0] if found.trace["bulletin"] else None,
    )
    return html, status


def _reasons(found: Dossier) -> list[str]:
    """Why an item counts or does not, a sentence each."""
    line = found.line
    if found.item is None:
        return ["mục này đã hủy, không còn trong số liệu"]
    if line is None:
        return [finding.because(None)]
    if line.counted:
        return [] if line.item.whole and not line.item.gone else [terms.standing(line)]
    named = item_names.by_title({one.item.id: one.item for one in found.alike})
    return [terms.reason(given, named, line.item.id) for given in line.because] + [terms.name_host(h) for h in terms.hosts_in_doubt(line)]


def _sameness(found: Dossier) -> Mapping[int, str]:
    """How items of the same news are told to be the same, by their numbers."""
    lines: list[Line | None] = [found.line, *(one.line for one in found.alike)]
    told = {line.item.id: _same(line) for line in lines if line and line.duplicate_of}
    return {number: text for number, text in told.items() if text}


def _same(line: Line) -> str:
    return next((terms.reason(given) for given in line.because if given.sameness), "")


def _history(found: Dossier) -> History:
    all_ = history.events(found.trace)[::-1]
    text = request.args.get(FROM, "")
    first = min(int(text), len(all_)) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    older = first + _EVENTS if first + _EVENTS < len(all_) else None
    return History(all_[first : first + _EVENTS], max(0, first - _EVENTS) if first else None, older)
