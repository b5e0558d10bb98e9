"""Chờ xét, nhiều mục một lần: a list with boxes and one reason; all that is chosen is recorded in one transaction, or nothing is."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newswatch.core.count.reasons import Line
from newswatch.core.rights import Action
from newswatch.errors import AlreadyDone, FieldFault, InputError, Overtaken
from newswatch.report.vi import queue as vi
from newswatch.report.vi import terms
from newswatch.services import review, statements
from newswatch.services.choices import Act
from newswatch.web import forms, queue
from newswatch.web.banner import tell
from newswatch.web.queue import Place
from newswatch.web.registry import page

_AT_ONCE = 40
_TOLD_TITLE = 60


@page("/cho-xet/nhieu", Action.VIEW, Action.REVIEW)
def show() -> ResponseReturnValue:
    """So many items that wait, in the order of what they decide; a button settles those that are chosen."""
    place = Place.of_request()
    if request.method == "GET":
        return _shown(place)
    chosen, act = [number for text in request.form.getlist("item") for number in queue.numbers(text)][:_AT_ONCE], _act()
    if not chosen or act is None:
        return _shown(place, 422, [("item", "Chọn ít nhất một mục, rồi bấm Nhận hoặc Không tính")])
    lines = [line for number in chosen if (line := _line(place, number))]
    if len(lines) < len(chosen):
        return _shown(place, 422, [("item", "Có mục không còn trong danh sách; chọn lại")])
    try:
        made = [queue.choice(act, line) for line in lines]
        numbers = queue.decide(place.at, made, {number: request.form.get(f"mark-{number}", "") for number in chosen})
    except FieldFault:
        return _shown(place, 422, [("item", "Có mục chưa rõ ngày đăng; mở từng mục ấy để ghi ngày")])
    except Overtaken as error:
        title = next(queue.printable_title(line.item.title, _TOLD_TITLE) for line in lines if line.item.id == error.item)
        who = f"{error.by} đã xét “{title}” lúc {terms.moment(error.at)}" if error.by else f"Trang gửi lên đã cũ ở “{title}”"
        told = f"{who}; chưa ghi mục nào, chọn lại"
        return _shown(place, 409, [("item", told)], error.item)
    except AlreadyDone:
        return redirect(url_for("review_many.show"), 303)
    except InputError as error:
        return _shown(place, 422, queue.faults_of(error))
    told = f"Vừa {vi.DONE[act]} {len(numbers)} mục"
    tell(told, undo=url_for("review.undo"), fields={"decision": ",".join(map(str, numbers))})
    return redirect(url_for("review_many.show"), 303)


def _act() -> Act | None:
    act = queue.act_of(request.form.get("act", ""))
    return act if act in (Act.ACCEPT, Act.REJECT) else None


def _line(place: Place, number: int) -> Line | None:
    """How an item stands: as one that waits, or, settled meanwhile, as it is; None for one that is not the unit's."""
    found = next((one.line for one in place.waiting if one.line.item.id == number), None)
    return found or statements.line_of(place.at.store, place.at.unit, number, place.at.now)


def _shown(place: Place, code: int = 200, faults: list[tuple[str, str]] | None = None, overtaken: int = 0) -> ResponseReturnValue:
    total, typed = len(place.waiting), forms.typed()
    asked = request.args.get("tu", "")
    begin = min(int(asked), max(total - 1, 0)) // _AT_ONCE * _AT_ONCE if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0
    rows = place.waiting[begin : begin + _AT_ONCE]
    return render_template(
        "review_many.html",
        rows=rows,
        begin=begin,
        total=total,
        marks=review.marks_of(place.at.store, [one.line.item.id for one in rows]),
        faults=faults or [],
        overtaken=overtaken,
        typed=typed,
        form_id=forms.new_form_id(),
        vi=vi,
        is_sure=queue.is_sure,
        terms=terms,
        newer=url_for("review_many.show", tu=begin - _AT_ONCE) if begin else "",
        older=url_for("review_many.show", tu=begin + _AT_ONCE) if begin + _AT_ONCE < total else "",
    ), code
