"""The history of one item in Vietnamese: what each poll saw, what was decided by whom and why, which files came. A terminal and the page say the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from newswatch.core.count.reasons import Line
from newswatch.core.model import DateOrigin, Origin, Phrase, Verdict
from newswatch.core.record.files import FileKind, FileState
from newswatch.report.vi import files, terms

_RULES = "quy tắc"
_DATE_FIELDS = {
    "printed_at": terms.DATE_ORIGINS[DateOrigin.PAGE],
    "relative_at": "ngày in trên bài, tính lùi từ lúc đọc",
    "listing_at": terms.DATE_ORIGINS[DateOrigin.LISTING],
    "feed_at": terms.DATE_ORIGINS[DateOrigin.FEED],
    "url_at": terms.DATE_ORIGINS[DateOrigin.URL],
    "modified_at": "ngày cập nhật",
    "bare_at": "ngày ghi gần tiêu đề",
}

Trace = Mapping[str, Sequence[Mapping[str, Any]]]
"""What is known of an item, as `services.statements.history_of` gives it; its `files` as `services.attach` gives them."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to an item at an instant: by whom or whereby (with a colon behind it in a sentence), what, and its particulars. `page` is the number
    of the answer that holds the page as it was then, `file` that of the attachment, 0 for none."""

    at: datetime
    who: str
    what: str
    details: tuple[str, ...] = ()
    page: int = 0
    file: int = 0


def events(trace: Trace, *, weights: bool = False) -> list[Event]:
    """Everything that happened to an item, the oldest first. With `weights` each phrase that drove the program tells what it weighs."""
    found = [(_bulletin(row), -1) for row in trace["bulletin"]]
    before: Mapping[str, Any] = {}
    for row in trace["observations"]:
        found.append((_observation(row, before), 0))
        before = row
    found += [(_decision(row, weights=weights), 1) for row in trace["decisions"]]
    found += [(attached(row), 2) for row in trace.get("files", [])]
    return [event for event, _ in sorted(found, key=lambda one: (one[1] >= 0, one[0].at, one[1]))]


def attached(row: Mapping[str, Any]) -> Event:
    """That a file was attached."""
    by = f", người gắn: {row['attached_by']}" if row["attached_by"] else ""
    of = f" (quyết định {row['decision_id']})" if row["decision_id"] else ""
    note = [row["note"]] if row["note"] else []
    void = [f"hủy {_moment(row['voided_at'])} bởi {row['voided_by']}: {row['voided_because']}"] if row["voided_at"] else []
    about = f"{row['type']}, {files.size(row['size'])}, SHA-256 {row['sha256'][:12]} – {files.STATES[FileState(row['state'])]}"
    who = f"gắn tệp {row['id']}, {files.KINDS[FileKind(row['kind'])]}{of}"
    return Event(_instant(row["attached_at"]), who, f"{row['name']}{by}", (about, *note, *void), file=row["id"])


def dated(line: Line) -> str:
    """The day of an item, and where it was read: `05/03/2026 (ngày in trên bài)`."""
    return f"{terms.day(line.item.day)} ({terms.DATE_ORIGINS[line.item.date_origin]})"


def judged(line: Line, *, weights: bool = False) -> str:
    """The verdict that stands, whose it is, and what drove it: `CCHC theo quy tắc: dấu hiệu CCHC: một cửa (tiêu đề)`."""
    item = line.item
    by = item.decided_by.name if item.decided_by.is_person else _RULES
    return f"{terms.VERDICTS[item.verdict]} theo {by}: {terms.verdict_drivers(item, weights=weights) or 'không có cụm từ CCHC nào'}"


def _observation(row: Mapping[str, Any], before: Mapping[str, Any]) -> Event:
    who = f"nguồn {row['source']}"
    if row["kind"] == "gone":
        return Event(_instant(row["seen_at"]), who, f"bài không còn ở địa chỉ {row['url']}")
    changed = [
        name
        for key, name in (("title", "tiêu đề"), ("published_at", "ngày đăng"), ("text", "nội dung"))
        if before and before[key] != row[key]
    ]
    what = f"đổi {', '.join(changed)}" if changed else "đọc lại" if before else "thấy bài"
    dates = [f"{name} {_moment(row[key])}" for key, name in _DATE_FIELDS.items() if row[key]]
    said = ("; ".join(dates) or "không có ngày đăng") + (f'; in là "{row["printed_raw"]}"' if row["printed_raw"] else "")
    kept = f" · bản lưu {row['capture'][:12]}" if row["capture"] else ""
    place = f"{row['url']}{kept}{'' if row['whole'] else ' · chưa đọc được bài'}"
    page = row["answer"] or 0 if row["whole"] else 0
    return Event(_instant(row["seen_at"]), who, f"{what}: {row['title']}", (said, place), page)


def _bulletin(row: Mapping[str, Any]) -> Event:
    at = f" {row['aired_at'][:5]}" if row["aired_at"] else ""
    place = f"từ {row['file']}, dòng {row['file_row']}" if row["file"] else "bằng tay"
    aired = f"phát {_day(row['aired_on'])}{at}; nguồn {terms.ORIGINS[Origin(row['origin'])]} {row['origin_raw']}".rstrip()
    void = [f"hủy {_moment(row['voided_at'])} bởi {row['voided_by']}: {row['void_reason']}"] if row["voided_at"] else []
    return Event(_instant(row["taken_in_at"]), f"ghi vào {place}", row["title"], (aired, *void))


def _decision(row: Mapping[str, Any], *, weights: bool) -> Event:
    by = _RULES if row["kind"] == "ruling" else row["decided_by"]
    why = (
        row["because"]
        if row["kind"] == "person"
        else terms.drivers([Phrase(p["text"], p["where"], p["start"], p["weight"]) for p in row["phrases"]], weights=weights)
    )
    withdrawn = (
        (f"đã rút lại {_moment(row['withdrawn_at'])}, người rút: {row['withdrawn_by']} – {row['withdrawn_because']}",)
        if row["withdrawn_at"]
        else ()
    )
    number = f"quyết định {row['id']}, " if row["kind"] == "person" else ""
    what = f"{', '.join(_decided(row))} – {why or 'không có cụm từ nào'}"
    return Event(_instant(row["decided_at"]), f"{number}{by}", what, withdrawn)


def _decided(row: Mapping[str, Any]) -> list[str]:
    """What a decision says, each in a few words."""
    decided = [terms.VERDICTS[Verdict(row["verdict"])]] if row["verdict"] else []
    decided += [f"ngày đăng {_day(row['published_on'])}"] if row["published_on"] else []
    decided += [f"không đăng từ {_day(first)} đến {_day(last)}" for first, last in row["not_during"]]
    decided += ["bài không còn đọc được"] if row["dead_link"] else []
    decided += [f"trùng với mục {row['same_as']}"] if row["same_as"] else []
    decided += ["là tin, bài riêng"] if row["own_story"] else []
    return decided + ([f"nguồn {terms.ORIGINS[Origin(row['origin'])]}"] if row["origin"] else [])


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _moment(text: str) -> str:
    return terms.moment(_instant(text))


def _day(text: str) -> str:
    return terms.day(date.fromisoformat(text))
