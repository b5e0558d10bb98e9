"""Writes a fresh assessment sheet."""

from datetime import datetime
from pathlib import Path

from newswatch.errors import InputError
from newswatch.report.sheets.fresh import Form, fresh
from newswatch.services.assess import files

__all__ = ["Form", "make"]


def make(form: Form, out: Path, now: datetime) -> None:
    """Writes the sheet of a set for a year. Raises InputError: the file is no .xlsx, lies there already, or can't be written."""
    if out.suffix.lower() != ".xlsx":
        raise InputError(f"{out}: must end with .xlsx; a sheet in Word is filled in, checked and ranked, but not made")
    files.check_target(out, ".xlsx")
    files.write(out, fresh(form, now))
