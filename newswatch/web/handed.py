"""Words that the pages of results alone use: what a document is, in which form it is had, what the columns of a sheet hold."""

from collections.abc import Sequence

from newswatch.report.documents.kinds import STEMS, Form, Kind
from newswatch.report.sheets.headings import Kind as Column
from newswatch.report.vi import terms

KINDS = {
    Kind.NOTICE: "Thông báo kết quả tới Ban biên tập",
    Kind.REPORT: "Báo cáo",
    Kind.APPENDIX: "Phụ lục danh mục tin, bài",
    Kind.EXPLANATION: "Giải trình điểm trừ",
    Kind.LOG: "Sổ nhật ký phát thanh",
    Kind.LIST: "Danh sách tin, bài",
}
FORMS = {Form.DOCX: "Word (.docx)", Form.PDF: "PDF", Form.XLSX: "Excel (.xlsx)", Form.CSV: "CSV"}
COLUMNS = {
    Column.MOST: "Điểm tối đa",
    Column.SELF: "Điểm tự chấm",
    Column.EVIDENCE: "Tài liệu kiểm chứng",
    Column.EXPLANATION: "Giải trình",
    Column.NOTE: "Ghi chú",
    Column.APPRAISED: "Điểm thẩm định",
    Column.UNIT: "Bộ phận tham mưu",
    Column.DEADLINE: "Thời hạn",
}
SLUGS = STEMS
BY_SLUG = {slug: kind for kind, slug in SLUGS.items()}
"""Documents and how addresses name them: `bao-cao`."""


def without(kinds: Sequence[Column]) -> str:
    """That the sheet has no column for something."""
    return f"Tệp không có cột cho: {', '.join(terms.small(COLUMNS[kind]) for kind in kinds)}; phần này không được ghi." if kinds else ""
