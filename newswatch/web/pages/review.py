"""Chờ xét: one item that waits after the other, the one that decides a month first; accepting, rejecting, dating it, and undoing that."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newswatch.core.model import Origin
from newswatch.core.rights import Action
from newswatch.errors import AlreadyDone, InputError, Overtaken
from newswatch.report.vi import queue as vi
from newswatch.report.vi import terms
from newswatch.services import review, statements
from newswatch.web import forms, queue
from newswatch.web.banner import tell
from newswatch.web.desk import desk
from newswatch.web.queue import Card, Place
from newswatch.web.registry import page
from newswatch.web.templating import there

_TOLD_TITLE = 60


@page("/cho-xet", Action.VIEW, Action.REVIEW)
def show() -> ResponseReturnValue:
    """The item that decides most, or the one that is asked for; a button of it."""
    place = Place.of_request()
    if request.method == "GET":
        return shown(place)
    if request.form.get("act") == "later":
        return redirect(url_for("review.show", sau=",".join(map(str, [*place.later, place.asked]))) + "#muc", 303)
    return settle(place, "review.html")


def settle(place: Place, template: str) -> ResponseReturnValue:
    """Does what a button says about the item that was asked for; on a fault, or if another person was faster, shows it again in its template."""
    act = queue.act_of(request.form.get("act", ""))
    if act is None or not place.asked:
        return shown(place, 422, template, faults=[("", "Chọn một nút: nhận, không tính hoặc việc khác")])
    one = place.shown
    assert one is not None, "an item that is asked for is there, or the answer was 404"
    line = one.line
    try:
        [number] = queue.decide(place.at, [queue.choice(act, line)], {line.item.id: request.form.get("mark", "")})
    except Overtaken as error:
        return shown(place, 409, template, overtaken=error, act=act)
    except AlreadyDone:
        return redirect(url_for("review.show", sau=place.later_text or None) + "#muc", 303)
    except InputError as error:
        return shown(place, 422, template, faults=queue.faults_of(error, act), act=act)
    fields = {"decision": str(number), "muc": str(line.item.id)}
    left = len(statements.queue(place.at.store, place.at.unit, place.at.now))
    told = f"Vừa {vi.DONE[act]} “{terms.capital(queue.printable_title(line.item.title, _TOLD_TITLE))}”, còn {left}"
    tell(told, undo=url_for("review.undo"), fields=fields)
    return redirect(url_for("review.show", sau=place.later_text or None) + "#muc", 303)


@page("/cho-xet/trung", Action.VIEW, Action.REVIEW)
def same() -> ResponseReturnValue:
    """One question: which item does this one repeat?"""
    place = Place.of_request()
    if not place.asked:
        return redirect(url_for("review.show"), 303) if request.method == "GET" else abort(422)
    return shown(place, template="review_same.html") if request.method == "GET" else settle(place, "review_same.html")


@page("/cho-xet/hoan-tac", None, Action.WITHDRAW)
def undo() -> ResponseReturnValue:
    """Withdraws one decision, or all of one form: that is recorded too, and what stood before stands again."""
    at, asked = desk(), queue.numbers(request.form.get("decision", ""))
    because = request.form.get("because", "").strip()[:500] or vi.UNDO
    done = 0
    for number in asked:
        try:
            review.withdraw(at.store, at.unit, number, at.actor.name, because, at.now, actor=at.actor)
        except AlreadyDone:
            continue
        except InputError:
            tell("Lần xét này đã được hoàn tác trước đó", wrong=True)
            continue
        done += 1
    if done:
        tell(f"Đã hoàn tác {done} lần xét" if done > 1 else "Đã hoàn tác; mục này trở lại như trước")
    items = queue.numbers(request.form.get("muc", ""))
    return redirect(url_for("review.show", muc=items[0] if items else None) + "#muc", 303)


def shown(place: Place, code: int = 200, template: str = "review.html", **more: object) -> ResponseReturnValue:
    """An item of the queue with its buttons; to htmx the card alone."""
    at, one = place.at, place.shown
    part = template == "review.html" and "HX-Request" in request.headers
    values = {"faults": [], "overtaken": None, "act": None, **more}
    body = render_template(
        "review_part.html" if part else template,
        place=place,
        card=queue.card_of(at, one) if one else None,
        form_id=forms.new_form_id(),
        typed=forms.typed(),
        vi=vi,
        terms=terms,
        origins=[(str(origin), terms.capital(terms.ORIGINS[origin])) for origin in Origin],
        same=queue.candidates(at, one, request.values.get("q", "")) if template == "review_same.html" and one else (),
        capture_link=_capture_link,
        is_sure=queue.is_sure,
        **values,
    )
    response = make_response(body, code)
    if part:
        response.headers["HX-Replace-Url"] = url_for("review.show", sau=place.later_text or None, muc=place.asked or None)
    return response


def _capture_link(card: Card) -> str:
    """Where the last captured page of an item is shown; empty if none is."""
    if not card.page or not there("items.captured"):
        return ""
    return url_for("items.captured", item_id=card.one.line.item.id, answer=card.page)
