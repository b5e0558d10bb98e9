"""Nhật ký thay đổi: every write of a person, the newest first. Managers see those of the units they manage; who manages all also those of accounts."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from newswatch.core.rights import ALL_UNITS, Action, may, units_with
from newswatch.report.vi import people as words
from newswatch.report.vi import terms
from newswatch.services import audit as service
from newswatch.web.desk import desk
from newswatch.web.registry import page

_ROWS = 50
_MOST_NUMBER = 2**62


@page("/nhat-ky", Action.SEE_AUDIT, of_unit=False)
def show() -> ResponseReturnValue:
    """Fifty writes, before the one that the address names."""
    at = desk()
    before = request.args.get("truoc", _MOST_NUMBER, type=int)
    before = before if 0 < before <= _MOST_NUMBER else _MOST_NUMBER
    everything = may(at.grants, Action.SEE_AUDIT, ALL_UNITS)
    seen = None if everything else units_with(at.grants, Action.SEE_AUDIT, [unit.id for unit in at.settings.units])
    rows = service.listed(at.store, units=seen, before=before, most=_ROWS + 1)
    titles = {unit.id: terms.capital(unit.title) for unit in at.units}
    return render_template(
        "audit.html",
        rows=rows[:_ROWS],
        titles=titles,
        several=at.several,
        words=words,
        newer=url_for("audit.show") if before != _MOST_NUMBER else "",
        older=url_for("audit.show", truoc=rows[_ROWS - 1].id) if len(rows) > _ROWS else "",
    )
