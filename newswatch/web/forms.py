"""What every form has: a token against other sites, a one-time id against a second click, Vietnamese errors, and what was typed before.

No rule is here: services say what is wrong with which field (`FieldFaults`), and `blame` puts it beside the field.
"""

import secrets
from typing import TypeVar

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from newswatch.errors import InputError
from newswatch.web import stash
from newswatch.web.desk import FORM_ID


class Form(FlaskForm):  # type: ignore[misc]
    """A form of the page."""

    form_id = HiddenField()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not self.form_id.data:
            self.form_id.data = new_form_id()

    @property
    def faults(self) -> list[tuple[str, str]]:
        """The fields with what is wrong with each, for the summary; a fault of the whole form stands under an empty name."""
        return [(name, text) for name, texts in self.errors.items() for text in texts] if self.errors else []


def new_form_id() -> str:
    """A one-time id for a form that is shown: a second sending of it is told from a second form."""
    return secrets.token_urlsafe(12)


def typed() -> MultiDict[str, str]:
    """What stands in a form's fields: of a form that was sent, what was sent; of a GET what was typed before the session had ended, or nothing."""
    if request.method == "POST":
        return request.form
    key = request.args.get("giu", "")
    return (stash.take(key) if key else None) or MultiDict()


_F = TypeVar("_F", bound=Form)


def filled(form: type[_F]) -> _F:
    """The form as sent; of a GET the empty one, or with what was typed before the session had ended."""
    found = typed()
    return form(formdata=found) if request.method == "GET" and found else form()


def blame(form: Form, name: str, text: str) -> None:
    """Puts a fault beside a field; of one that the form does not have, above the form."""
    if name in form._fields and name != FORM_ID:
        form[name].errors = [*form[name].errors, text]
    else:
        form.form_errors.append(text)


def told(error: InputError, texts: dict[str, str]) -> str:
    """The Vietnamese of a fault by its code, else of its message."""
    from newswatch.report.vi.reasons import technical

    return texts.get(str(getattr(error, "code", "")), technical(str(error)))
