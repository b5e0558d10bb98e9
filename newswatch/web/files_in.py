"""Files that a form brings beside a bulletin: each goes to the service that keeps it, and what is not taken is told by its name."""

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from flask import request
from werkzeug.datastructures import FileStorage

from newswatch.core.record.files import FileKind
from newswatch.core.text import printable
from newswatch.errors import InputError, StoreError
from newswatch.report.vi import files as vi
from newswatch.services import attach
from newswatch.web.desk import Desk

FIELDS = {"audio": FileKind.AUDIO, "script_file": FileKind.SCRIPT, "photo": FileKind.LOG_PAGE, "paper": FileKind.PAPER}
"""What a file is, by the field that it was chosen in."""

_MOST = 20
_SHOWN = 80


def chosen() -> list[tuple[FileKind, FileStorage]]:
    """The files of the form that was sent."""
    return list(_chosen())[:_MOST]


def _chosen() -> Iterator[tuple[FileKind, FileStorage]]:
    for field, kind in FIELDS.items():
        yield from ((kind, file) for file in request.files.getlist(field) if file.filename)


def keep(at: Desk, item_id: int) -> tuple[int, list[str]]:
    """Lays the files of the form beside an item; gives how many were kept, and of each other one why not.

    Once the database can't be written to, none is tried any more.
    """
    actor = replace(at.actor, form="")  # one form brings several; the same file twice is one
    kept, refused = 0, list[str]()
    sent = chosen()
    for nth, (kind, file) in enumerate(sent):
        name = printable(file.filename or "", _SHOWN)
        try:
            attach.attach_stream(
                at.store, cast(BinaryIO, file.stream), file.filename or "", item_id, kind, at.now, actor=actor, unit=at.unit
            )
        except InputError as error:
            refused.append(f"“{name}” ({_why(str(error), kind)})")
            continue
        except StoreError:
            return kept, refused + [f"“{printable(left.filename or '', _SHOWN)}” (máy đang bận, chưa ghi được)" for _, left in sent[nth:]]
        kept += 1
    return kept, refused


def _why(message: str, kind: FileKind) -> str:
    if "is empty" in message:
        return "tệp rỗng"
    if "the most for a file" in message:
        return "tệp quá lớn"
    return f"nội dung tệp không phải {vi.KINDS[kind]}"
