"""Files that lie beside items, as Vietnamese text for a terminal."""

from collections.abc import Iterable, Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from newswatch.core.files import FileKind, FileState
from newswatch.report.terminal.cells import FAULT, moment, table
from newswatch.report.vi import files as vi


def listing(rows: Iterable[Mapping[str, Any]]) -> Table:
    """The attached files, the voided ones too."""
    made = table("Tệp", "Mục", "Loại", "Tên", "Cỡ", "Gắn lúc", "Người gắn", "Tình trạng")
    for row in rows:
        style = "" if row["state"] == FileState.SOUND else FAULT
        who, kind = row["attached_by"] or "–", vi.KINDS[FileKind(row["kind"])]
        cells = (str(row["id"]), str(row["item_id"]), kind, row["name"], vi.size(row["size"]), moment(row["attached_at"]), who)
        made.add_row(*cells, Text(_standing(row), style))
    return made


def attached(row: Mapping[str, Any]) -> list[str]:
    """One attached file, for the history of its item."""
    by = f", người gắn: {row['attached_by']}" if row["attached_by"] else ""
    of = f" (quyết định {row['decision_id']})" if row["decision_id"] else ""
    head = f"{moment(row['attached_at'])} · gắn tệp {row['id']}, {vi.KINDS[FileKind(row['kind'])]}{of}: {row['name']}{by}"
    note = [f"      {row['note']}"] if row["note"] else []
    void = [f"      hủy {moment(row['voided_at'])} bởi {row['voided_by']}: {row['voided_because']}"] if row["voided_at"] else []
    return [head, f"      {row['type']}, {vi.size(row['size'])}, SHA-256 {row['sha256'][:12]} – {_state(row)}", *note, *void]


def _state(row: Mapping[str, Any]) -> str:
    return vi.STATES[FileState(row["state"])]


def _standing(row: Mapping[str, Any]) -> str:
    return f"đã hủy: {row['voided_because']}" if row["voided_at"] else _state(row)
