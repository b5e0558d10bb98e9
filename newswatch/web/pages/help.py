"""Hướng dẫn: what the page's words and shapes mean, and who is asked what."""

from flask import render_template
from flask.typing import ResponseReturnValue

from newswatch.core.rights import Action
from newswatch.web.registry import page


@page("/huong-dan", Action.OWN_ACCOUNT, of_unit=False)
def show() -> ResponseReturnValue:
    """A short page."""
    return render_template("help.html")
