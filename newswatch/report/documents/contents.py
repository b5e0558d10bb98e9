"""What a document of each kind tells, as its template names it."""

from typing import Any

from newswatch.report.documents import appendix, explanation, log, notice, report
from newswatch.report.documents.kinds import Kind
from newswatch.report.documents.told import Told, common

_VALUES = {
    Kind.NOTICE: notice.values,
    Kind.REPORT: report.values,
    Kind.APPENDIX: appendix.values,
    Kind.EXPLANATION: explanation.values,
    Kind.LOG: log.values,
}
_TITLES = {
    Kind.NOTICE: "Thông báo kết quả tin, bài cải cách hành chính",
    Kind.REPORT: "Báo cáo kết quả tin, bài cải cách hành chính",
    Kind.APPENDIX: "Phụ lục: danh mục tin, bài cải cách hành chính",
    Kind.EXPLANATION: "Báo cáo giải trình điểm bị trừ về tin, bài cải cách hành chính",
    Kind.LOG: "Sổ nhật ký phát thanh",
}


def values(kind: Kind, told: Told) -> dict[str, Any]:
    """All that the template of a kind may name."""
    return {**common(told), **_VALUES[kind](told)}


def title(kind: Kind, told: Told) -> str:
    """The title that the file bears in its properties."""
    return f"{_TITLES[kind]} {told.name} – {told.unit.title}"
