"""A bulletin as it was taken in from a log, as text. Who wrote, read and approved it stands in the log file alone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from newswatch.core.text import clean
from newswatch.report.vi import packs, terms

_SHORT = {
    "session": "Buổi phát",
    "programme": "Chương trình",
    "section": "Chuyên mục",
    "origin_raw": "Nguồn ghi trong sổ",
    "speaker_clusters": "Cụm loa",
    "web_link": "Đường dẫn ghi trong sổ",
}
_LONG = {"summary": "Tóm tắt", "script": "Lời đọc"}


def text(row: Mapping[str, Any]) -> str:
    """The bulletin, a line for each thing the log says; what it does not say is left out."""
    aired = f"{terms.day(date.fromisoformat(row['aired_on']))}{' lúc ' + row['aired_at'][:5] if row['aired_at'] else ''}"
    lines = [f"Tiêu đề: {_line(row['title'])}", f"Ngày phát ghi trong sổ: {aired}"]
    lines += [f"{label}: {_line(row[name])}" for name, label in _SHORT.items() if _line(row[name])]
    lines.append(f"Nhận vào lúc: {packs.moment(row['taken_in_at'])}")
    if row["file"]:
        lines.append(f"Tệp sổ: {_line(row['file'])}, dòng {row['file_row']}")
    lines += [f"\n{label}:\n{row[name].strip()}" for name, label in _LONG.items() if row[name].strip()]
    return "\n".join(lines) + "\n"


def _line(value: str) -> str:
    return " ".join(clean(value).split())
