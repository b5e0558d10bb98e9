"""Makes the Word templates that newswatch/data/documents holds: `python tests/office_templates.py` writes them anew. A test compares the two."""

from collections.abc import Callable, Iterator
from pathlib import Path

from office_pages import CENTRE, RIGHT, Page

FOLDER = Path(__file__).parents[1] / "newswatch" / "data" / "documents"


def notice() -> Page:
    """The month's notice to the board."""
    page = Page()
    page.head("TB-UBND")
    page.title("THÔNG BÁO", ["Kết quả tin, bài tuyên truyền cải cách hành chính {{ period }}"])
    page.line("Ủy ban nhân dân {{ unit.title }} thông báo đến Ban biên tập trang thông tin điện tử kết quả tin, bài {{ period }} như sau:")
    page.heading("1. Kết quả")
    page.line("{{ outcome }}.", bold=True)
    page.texts("result")
    page.heading("2. Tin, bài được tính")
    page.tag("{%p if counted %}")
    page.table(_ITEMS, "counted", left=(3,))
    page.tag("{%p else %}")
    page.line("Chưa có tin, bài nào được tính.")
    page.tag("{%p endif %}")
    page.tag("{%p for part in sections %}")
    page.heading("{{ part.number }}. {{ part.heading }}")
    _part(page)
    page.tag("{%p endfor %}")
    page.tag("{%p if tasks %}")
    page.heading("{{ tasks_number }}. Việc cần làm")
    page.points("tasks")
    page.tag("{%p endif %}")
    page.line("Danh sách đầy đủ các mục gửi kèm theo (tệp Excel), số liệu tính đến {{ as_of }}.")
    page.line("Đề nghị Ban biên tập và các bộ phận liên quan phối hợp thực hiện./.")
    page.signed(["- Ban biên tập trang TTĐT {{ unit.kind }};", "- Các bộ phận chuyên môn thuộc UBND {{ unit.kind }};", "- Lưu: VT."])
    return page


def report() -> Page:
    """The report of a quarter, half-year or year."""
    page = Page()
    page.head("BC-UBND")
    page.title("BÁO CÁO", ["Kết quả tin, bài tuyên truyền cải cách hành chính {{ period }}"])
    page.line("Kính gửi: …………………………………………………", where=CENTRE, indent=False)
    page.line("Thực hiện {{ criterion }} theo {{ rule }}, Ủy ban nhân dân {{ unit.title }} báo cáo kết quả {{ period }} như sau:")
    page.heading("I. TÌNH HÌNH CHUNG")
    page.line("{{ summary }}.", bold=True)
    page.texts("general")
    page.heading("II. KẾT QUẢ")
    page.line("1. Theo tháng", bold=True)
    page.table(
        _MONTHS,
        "months",
        _SUMS,
        left=(2, 5),
    )
    page.texts("once")
    page.line("Số thứ tự ở cột cuối là số thứ tự của tin, bài trong danh sách kèm theo.")
    page.line("2. Theo lĩnh vực", bold=True)
    page.table((("Lĩnh vực", 120, "{{ row.name }}"), ("Số tin, bài", 45, "{{ row.count }}")), "domains", left=(0,))
    page.heading("III. TỒN TẠI, NGUYÊN NHÂN")
    page.points("shortcomings")
    page.line("Nguyên nhân:")
    page.blanks()
    page.heading("IV. NHIỆM VỤ THỜI GIAN TỚI")
    page.points("tasks")
    page.blanks()
    page.line("Trên đây là báo cáo kết quả tin, bài tuyên truyền cải cách hành chính {{ period }}, số liệu tính đến {{ as_of }}./.")
    page.signed(["- Như trên;", "- Ban biên tập trang TTĐT {{ unit.kind }};", "- Lưu: VT."])
    return page


def appendix() -> Page:
    """The list that goes with a report."""
    page = Page(across=True)
    page.title("Phụ lục", ["DANH MỤC TIN, BÀI TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH {{ period|upper }}"], rule=False)
    page.line(
        "(Kèm theo Báo cáo số          /BC-UBND ngày       tháng       năm {{ issued_in }} của Ủy ban nhân dân {{ unit.title }})",
        where=CENTRE,
        indent=False,
        italic=True,
    )
    page.heading("1. Tin, bài được tính")
    page.tag("{%p if counted %}")
    page.table(_LISTED, "counted", left=(3, 4, 5, 6))
    page.tag("{%p else %}")
    page.line("Chưa có tin, bài nào được tính.")
    page.tag("{%p endif %}")
    page.tag("{%p if waiting %}")
    page.heading("2. Mục chờ xét, chưa được tính")
    page.table(_LISTED, "waiting", left=(3, 4, 5, 6))
    page.tag("{%p endif %}")
    page.line("{{ totals }}")
    page.tag("{%p if others %}")
    page.line("{{ others }} mục không được tính có trong danh sách đầy đủ (tệp Excel), số thứ tự ở đây là số thứ tự của danh sách ấy.")
    page.tag("{%p endif %}")
    page.line("Số liệu tính đến {{ as_of }}.")
    return page


def explanation() -> Page:
    """The explanation of lost points."""
    page = Page()
    page.head("BC-UBND")
    page.title("BÁO CÁO", ["Giải trình điểm bị trừ của {{ criterion }} về tin, bài", "tuyên truyền cải cách hành chính {{ period }}"])
    page.line("Kính gửi: …………………………………………………", where=CENTRE, indent=False)
    page.line("Ủy ban nhân dân {{ unit.title }} giải trình điểm của {{ criterion }} theo {{ rule }} như sau:")
    page.heading("1. Bảng tổng hợp (cả năm {{ year }})")
    page.table(_POINTS, "", left=(0, 4))
    page.texts("account")
    page.heading("2. Các tháng bị trừ điểm")
    page.tag("{%p if short %}")
    page.table(_SHORT, "short", left=(4,))
    page.tag("{%p else %}")
    page.line("Không có tháng nào được kết luận là thiếu.")
    page.tag("{%p endif %}")
    page.tag("{%p if open %}")
    page.line("Chưa kết thúc, chưa tính: {{ open|join(', ') }}.")
    page.tag("{%p endif %}")
    page.heading("3. Tin, bài còn thiếu minh chứng")
    page.tag("{%p if lacking %}")
    page.table(_LACKING, "lacking", left=(3, 4, 5))
    page.tag("{%p elif shown %}")
    page.line("Cả {{ counted }} tin, bài được tính đều có tài liệu kiểm chứng mà quy định đang dùng yêu cầu. {{ asked }}.")
    page.tag("{%p elif counted %}")
    page.line("Quy định đang dùng không nêu tài liệu kiểm chứng phải có.")
    page.tag("{%p else %}")
    page.line("Chưa có tin, bài nào được tính.")
    page.tag("{%p endif %}")
    page.heading("4. Khó khăn, vướng mắc")
    page.points("difficulties")
    page.blanks()
    page.heading("5. Đề xuất, kiến nghị")
    page.points("proposals")
    page.blanks()
    page.line("Trên đây là báo cáo giải trình của Ủy ban nhân dân {{ unit.title }}, số liệu tính đến {{ as_of }}./.")
    page.signed(["- Như trên;", "- Ban biên tập trang TTĐT {{ unit.kind }};", "- Lưu: VT."])
    return page


def log() -> Page:
    """The log of the loudspeakers as it is printed."""
    page = Page(across=True)
    page.head("", body=False)
    page.title("SỔ NHẬT KÝ PHÁT THANH", ["{{ period|capitalize }}"])
    page.texts("state")
    page.tag("{%p if rows %}")
    page.table(_AIRED, "rows", left=(3, 4, 6, 7, 8))
    page.tag("{%p endif %}")
    page.line("{{ totals }} Bản in theo dữ liệu đến {{ as_of }}.")
    page.line("Ngày       tháng       năm {{ issued_in }}", where=RIGHT, indent=False, italic=True)
    page.signers("NGƯỜI GHI SỔ", "NGƯỜI PHỤ TRÁCH ĐÀI TRUYỀN THANH")
    return page


TEMPLATES: dict[str, Callable[[], Page]] = {
    "notice.docx": notice,
    "report.docx": report,
    "appendix.docx": appendix,
    "explanation.docx": explanation,
    "log.docx": log,
}

_ITEMS = (
    ("TT", 12, "{{ row.number }}"),
    ("Ngày", 24, "{{ row.day }}"),
    ("Kênh", 29, "{{ row.channel }}"),
    ("Tên tin, bài", 100, "{{ row.title }}"),
)
_MONTHS = (
    ("Tháng", 19, "{{ row.month }}"),
    ("Được tính", 20, "{{ row.counted }}"),
    ("Theo kênh", 34, "{{ row.channels }}"),
    ("Thiếu", 14, "{{ row.missing }}"),
    ("Trừ điểm", 14, "{{ row.lost }}"),
    ("Kết quả", 32, "{{ row.outcome }}"),
    ("Chờ xét", 13, "{{ row.waiting }}"),
    ("Minh chứng (TT)", 19, "{{ row.numbers }}"),
)
_SUMS = ("Cộng", "{{ total.counted }}", "", "{{ total.missing }}", "{{ total.lost }}", "{{ total.outcome }}", "{{ total.waiting }}", "")
_LISTED = (
    ("TT", 12, "{{ row.number }}"),
    ("Ngày", 24, "{{ row.day }}"),
    ("Kênh", 25, "{{ row.channel }}"),
    ("Tên tin, bài", 75, "{{ row.title }}"),
    ("Lĩnh vực", 32, "{{ row.domain }}"),
    ("Địa chỉ", 50, "{{ row.url }}"),
    ("Ghi chú", 34, "{{ row.note }}"),
)
_POINTS = (
    ("Tiêu chí", 50, "{{ points.criterion }}"),
    ("Điểm tối đa", 20, "{{ points.most }}"),
    ("Tự chấm", 24, "{{ points.score }}"),
    ("Bị trừ", 24, "{{ points.lost }}"),
    ("Lý do", 47, "{{ points.why }}"),
)
_SHORT = (
    ("Tháng", 20, "{{ row.month }}"),
    ("Được tính", 24, "{{ row.counted }}"),
    ("Thiếu", 16, "{{ row.missing }}"),
    ("Trừ điểm", 18, "{{ row.lost }}"),
    ("Kết quả", 45, "{{ row.outcome }}"),
    ("Nguyên nhân", 42, ""),
)
_LACKING = (
    ("TT", 12, "{{ row.number }}"),
    ("Ngày", 24, "{{ row.day }}"),
    ("Kênh", 25, "{{ row.channel }}"),
    ("Tên tin, bài", 52, "{{ row.title }}"),
    ("Còn thiếu", 27, "{{ row.note }}"),
    ("Giải trình", 25, ""),
)
_AIRED = (
    ("TT", 11, "{{ row.number }}"),
    ("Ngày, giờ", 25, "{{ row.day }} {{ row.time }}"),
    ("Thời lượng", 22, "{{ row.duration }}"),
    ("Chương trình, chuyên mục", 32, "{{ row.programme }}"),
    ("Tên tin, bài", 55, "{{ row.title }}"),
    ("Thể loại", 17, "{{ row.type }}"),
    ("Nguồn", 20, "{{ row.origin }}"),
    ("Người thực hiện", 38, "{{ row.people }}"),
    ("Cụm loa, ghi chú", 32, "{{ row.remarks }}"),
)


def _part(page: Page) -> None:
    """A section of the letter: paragraphs, points, rows."""
    page.texts("part.texts")
    page.points("part.points")
    page.tag("{%p if part.rows %}")
    columns = (
        ("Ngày", 24, "{{ row.day }}"),
        ("Kênh", 27, "{{ row.channel }}"),
        ("Tên tin, bài", 64, "{{ row.title }}"),
        ("Ghi chú", 50, "{{ row.note }}"),
    )
    page.table(columns, "part.rows", left=(2, 3))
    page.tag("{%p endif %}")
    page.tag("{%p if part.more %}")
    page.line("{{ part.more|capitalize }}")
    page.tag("{%p endif %}")


def made() -> Iterator[tuple[str, bytes]]:
    """Each template by its name."""
    for name, make in TEMPLATES.items():
        yield name, make().saved()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for template, content in made():
        (FOLDER / template).write_bytes(content)
