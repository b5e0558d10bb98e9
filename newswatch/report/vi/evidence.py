"""Vietnamese sentences about evidence that a rule asks for and that is not there: what lacks, how to add it, and the score without such items."""

from collections.abc import Sequence

from newswatch.core.count.reasons import Line
from newswatch.core.count.statement import YearStatement
from newswatch.core.quota.evidence import Demand
from newswatch.core.quota.rule import Rule
from newswatch.core.record.files import EvidenceKind, FileKind
from newswatch.report.vi import terms
from newswatch.report.vi.files import KINDS as FILES

HEADING = "Còn thiếu tài liệu kiểm chứng"
KINDS = {
    EvidenceKind.URL: "địa chỉ bài đăng",
    EvidenceKind.CAPTURE: "bản lưu của trang bài đăng",
    EvidenceKind.PICTURE: "ảnh chụp hoặc bản in của trang",
    EvidenceKind.LOG_LINE: "dòng ghi trong sổ phát thanh",
    EvidenceKind.AUDIO: FILES[FileKind.AUDIO],
    EvidenceKind.SCRIPT: FILES[FileKind.SCRIPT],
    EvidenceKind.LOG_PAGE: FILES[FileKind.LOG_PAGE],
    EvidenceKind.DECISION: FILES[FileKind.DECISION],
    EvidenceKind.PAPER: FILES[FileKind.PAPER],
}
_ATTACHED = {
    EvidenceKind.PICTURE: FileKind.SCREENSHOT,
    EvidenceKind.AUDIO: FileKind.AUDIO,
    EvidenceKind.SCRIPT: FileKind.SCRIPT,
    EvidenceKind.LOG_PAGE: FileKind.LOG_PAGE,
    EvidenceKind.DECISION: FileKind.DECISION,
    EvidenceKind.PAPER: FileKind.PAPER,
}


def lack(demand: Demand) -> str:
    """What lacks: `bản ghi âm hoặc kịch bản, lời đọc; ảnh trang sổ phát thanh`."""
    return "; ".join(" hoặc ".join(KINDS[kind] for kind in choice) for choice in demand)


def asked(rule: Rule) -> str:
    """What a rule asks for, by channel: `Trang TTĐT: địa chỉ bài đăng; bản lưu của trang bài đăng. Truyền thanh: …`; empty if it asks for nothing."""
    return ". ".join(
        f"{terms.CHANNELS[channel]}: {lack(rule.evidence[channel])}" for channel in rule.channels if rule.evidence.get(channel)
    )


def how(item: int, demand: Demand) -> str:
    """What the operator is to type for what can be attached; for a page that was not kept, that it is read again."""
    kinds = [next((_ATTACHED[kind] for kind in choice if kind in _ATTACHED), None) for choice in demand]
    told = [f"newswatch attach {item} TỆP --kind {kind}" for kind in dict.fromkeys(kinds) if kind]
    return "; ".join([*told, *(["newswatch check đọc lại bài còn trên trang"] if (EvidenceKind.CAPTURE,) in demand else [])])


def lacking(lines: Sequence[Line]) -> list[Line]:
    """The items that count and lack evidence."""
    return [line for line in lines if line.lacks]


def of_year(year: YearStatement, more: str = "") -> list[str]:
    """How many items of the year lack evidence, in which months, with `more` to see them, and the score with and without them."""
    months = [month for month in year.months if month.unevidenced]
    if not months:
        return []
    named = ", ".join(f"{terms.month(month.month)}: {month.unevidenced}" for month in months)
    told = f"{HEADING}: {sum(m.unevidenced for m in months)} tin, bài được tính ({named}){more}."
    return [f"{told} {points(year)}".rstrip()]


def points(year: YearStatement) -> str:
    """The score with and without the items that lack evidence; empty where there is none."""
    if year.score is None or year.if_evidenced_only is None or not any(month.unevidenced for month in year.months):
        return ""
    most = terms.points(year.rule.max_points)
    return (
        f"Điểm tính cả các tin, bài này: {terms.points(year.score)}/{most}; "
        f"chỉ tính tin, bài đủ tài liệu kiểm chứng: {terms.points(year.if_evidenced_only)}/{most}."
    )
