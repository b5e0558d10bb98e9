"""Chọn đơn vị: for who sees several units."""

from flask import render_template
from flask.typing import ResponseReturnValue

from newswatch.core.rights import Action
from newswatch.web.desk import desk
from newswatch.web.registry import page

_MOST = 200


@page("/chon-don-vi", Action.VIEW, of_unit=False)
def show() -> ResponseReturnValue:
    """The units that the person may see, by name."""
    units = sorted(desk().units, key=lambda unit: (unit.province, unit.name))
    return render_template("chooser.html", units=units[:_MOST], among=len(units))
