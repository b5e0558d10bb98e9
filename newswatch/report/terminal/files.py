"""Files that lie beside items, as Vietnamese text for a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from newswatch.core.record.files import FileKind, FileState, FileType
from newswatch.report.terminal.cells import FAULT, moment, table
from newswatch.report.vi import files as vi


def listing(rows: Iterable[Mapping[str, Any]]) -> Table:
    """The attached files, the voided ones too."""
    made = table("Tệp", "Mục", "Loại", "Tên", "Cỡ", "Gắn lúc", "Người gắn", "Tình trạng")
    for row in rows:
        style = "" if FileState(row["state"]).is_there else FAULT
        who, kind = row["attached_by"] or "–", vi.KINDS[FileKind(row["kind"])]
        cells = (str(row["id"]), str(row["item_id"]), kind, row["name"], vi.size(row["size"]), moment(row["attached_at"]), who)
        made.add_row(*cells, Text(_standing(row), style))
    return made


def copies(parts: Sequence[Mapping[str, Any]], shown: Sequence[Mapping[str, Any]]) -> list[str]:
    """What was kept of an item's pages: how many images, pictures and prints, and each file that is not as it was."""
    had = {(row["answer"], row["url"]) for row in parts if row["sha256"]}
    kept = {(row["answer"], row["url"]) for row in parts if row["sha256"] and row["type"] != FileType.STYLE}
    lost = {(row["answer"], row["url"]) for row in parts} - had
    out = [f"Ảnh của bài: {len(kept)} giữ được, {len(lost)} không lấy được."] if parts else []
    out += [f"{vi.COPIES[row['kind']]} lúc {moment(row['made_at'])}: SHA-256 {row['sha256'][:12]} – {_state(row)}" for row in shown]
    bad = {row["sha256"]: row for row in (*parts, *shown) if row["sha256"] and not FileState(row["state"]).is_there}
    return out + [f"{_state(row)}: {row.get('url') or row['kind']}, SHA-256 {sha[:12]}" for sha, row in bad.items()]


def _state(row: Mapping[str, Any]) -> str:
    return vi.STATES[FileState(row["state"])]


def _standing(row: Mapping[str, Any]) -> str:
    return f"đã hủy: {row['voided_because']}" if row["voided_at"] else _state(row)
