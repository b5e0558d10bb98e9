"""Cài đặt: one's own account for everybody, and for managers what is set of the unit and the machine. What stands in config.toml is told, not changed."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newswatch.config import Unit
from newswatch.core.months import local_day
from newswatch.core.rights import Action, may
from newswatch.errors import AlreadyDone, FieldFault
from newswatch.report.vi import board as board_words
from newswatch.report.vi import people as people_words
from newswatch.report.vi import sentences, terms
from newswatch.report.vi.reasons import technical
from newswatch.services import accounts
from newswatch.web import people
from newswatch.web.banner import tell
from newswatch.web.desk import desk
from newswatch.web.registry import page

_LONGEST = 1_000
_TEXTS = {"too_short": "Mật khẩu cần ít nhất 10 ký tự", "missing": "Còn để trống"}
_WRONG = {"old": "Mật khẩu đang dùng chưa đúng", "password": "Mật khẩu này quá dễ đoán; chọn mật khẩu khác"}


@page("/cai-dat", Action.OWN_ACCOUNT, of_unit=False)
def show() -> ResponseReturnValue:
    """One's own account; for who may see them the settings, those of the unit too where there is one alone."""
    at = desk()
    titles = {unit.id: terms.capital(unit.title) for unit in at.units}
    assert at.account is not None
    return render_template(
        "settings.html",
        roles=[people_words.grant(held, titles.get(held.unit, "")) for held in at.account.grants],
        settings=at.settings,
        unit=at.home if at.home and may(at.grants, Action.SETTINGS, at.home.id) else None,
        **_of_unit(at.home),
    )


@page("/cai-dat/don-vi", Action.SETTINGS)
def unit() -> ResponseReturnValue:
    """The settings of one unit: sources, recipients, rule."""
    at = desk()
    return render_template("settings_unit.html", unit=at.unit, settings=at.settings, **_of_unit(at.unit))


@page("/cai-dat/mat-khau", Action.OWN_ACCOUNT, Action.OWN_ACCOUNT, of_unit=False)
def password() -> ResponseReturnValue:
    """One's own password: the old one, the one to come twice. All other machines are logged out."""
    at = desk()
    if request.method == "GET":
        return render_template("settings_password.html", faults=[])
    given = {key: request.form.get(key, "")[:_LONGEST] for key in ("old", "password", "password2")}
    if given["password"] != given["password2"]:
        return _again("password2", "Hai lần gõ mật khẩu chưa giống nhau")
    assert at.account is not None
    try:
        accounts.change_password(at.store, at.account, given["old"], given["password"], at.now, at.actor)
    except FieldFault as fault:
        text = _WRONG[fault.field] if fault.code == "wrong" else _TEXTS.get(str(fault.code), technical(str(fault)))
        return _again(fault.field, text)
    except AlreadyDone:
        return redirect(url_for("settings.show"), 303)
    people.begin(at.account, request.remote_addr or "")
    tell("Đã đổi mật khẩu; các máy khác đã đăng xuất")
    return redirect(url_for("settings.show"), 303)


def _again(field: str, text: str) -> ResponseReturnValue:
    return render_template("settings_password.html", faults=[(field, text)]), 422


def _of_unit(unit: Unit | None) -> dict[str, object]:
    """What the template tells of a unit."""
    rule = unit.rule_for(local_day(desk().now).year) if unit else None
    return {
        "rule": rule,
        "people": people_words,
        "criterion": sentences.criterion(rule) if rule else "",
        "reading": terms.reading_note(rule) if rule else "",
        "name": board_words.source_name,
        "readings": terms.READINGS,
        "scopes": terms.SCOPES,
    }
