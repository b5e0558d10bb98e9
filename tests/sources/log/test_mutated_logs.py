"""Ordinary logs, mutated as offices vary them: never is an airing taken in wrongly or lost in silence, and nearly all are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from hypothesis import event, given, settings
from hypothesis import strategies as st
from logbook import ALIASES, csv_bytes, xlsx_bytes

from newswatch.sources.log.reader import read

TITLES = (
    "Ra mắt tổ công nghệ số thôn Hạ", "Hướng dẫn nộp hồ sơ đất đai qua mạng", "Phát động giữ gìn đường làng sạch đẹp",
    "Phòng chống dịch tả lợn châu Phi", "Bàn giao mặt bằng đường liên xã", "Trao quà cho hộ nghèo dịp Trung thu",
    "Khám chữa mắt miễn phí cho người già", "Tập huấn sơ cấp cứu cho cán bộ thôn", "Kiểm tra hành lang lưới điện", "Nước sạch về bản vùng cao",
)  # fmt: skip
NAMES = {
    "date": ("Ngày phát", "Ngày", "Ngày, tháng", "NGAY PHAT", "Ngày lên loa"),
    "title": ("Tên tin, bài", "Nội dung", "Nội dung phát thanh", "Tiêu đề", "TEN TIN BAI", "ND phát"),
    "time": ("Giờ phát", "Giờ", "Thời gian", "Khung giờ", "TG phát"),
    "origin": ("Nguồn", "Nguồn tin"),
    "kind": ("Thể loại", "Loại tin"),
    "who": ("Người đọc", "PTV", "Người thực hiện"),
    "number": ("STT", "TT"),
    "note": ("Ghi chú", "GC"),
}
DAYS = ("{0:02}/{1:02}/2026", "{0}/{1}/2026", "{0:02}-{1:02}-2026", "{0}/{1}", "{0}", "ngày {0}/{1}/2026", "2026-{1:02}-{0:02}")
HOURS = ("{0}h{1:02}", "{0:02}:{1:02}", "{0}g{1:02}", "{0} giờ {1:02}", "{0}h{1:02} - {0}h45")
STATED = ("NHẬT KÝ PHÁT THANH THÁNG {0} NĂM 2026", "so thang {0} nam 2026", "Tháng {0}-2026")

Cells = list[object]
Airing = tuple[str, str, str, str]
"""Day, hour, title and origin, as far as the log says them."""


@dataclass
class Log:
    """A log in the making: its columns, the rows below its header, and the airings in it; `open` are those that may be told as well."""

    random: Random
    columns: list[str]
    month: int
    header: Cells = field(default_factory=list)
    rows: list[Cells] = field(default_factory=list)
    above: list[Cells] = field(default_factory=list)
    airings: set[Airing] = field(default_factory=set)
    open: set[Airing] = field(default_factory=set)
    name: str = "so"
    sheet: str = "So"

    def place(self, name: str) -> int:
        """Where a column stands."""
        return self.columns.index(name)


def plain(random: Random) -> Log:
    """A log of four to eight airings without any oddity, its month stated in title, file or sheet."""
    columns = ["date", "title", *(name for name in NAMES if name not in ("date", "title") and random.random() < 0.7)]
    random.shuffle(columns)
    log = Log(random, columns, random.randint(1, 12))
    log.header = [random.choice(NAMES[name]) for name in columns]
    stated = random.randrange(3)
    shown = STATED[stated].format(log.month)
    log.above, log.name, log.sheet = [[shown]] if stated == 0 else [], shown if stated == 1 else "so", shown if stated == 2 else "So"
    days, hours = random.choice(DAYS), random.choice(HOURS)
    chosen = sorted(random.sample(range(1, 28), random.randint(4, 8)))
    for number, (day, title) in enumerate(zip(chosen, random.sample(TITLES, len(chosen)), strict=True), 1):
        hour, minute, relay = random.choice((5, 11, 17)), random.choice((0, 15, 30)), random.random() < 0.3
        texts = {
            "date": days.format(day, log.month), "title": title, "time": hours.format(hour, minute), "who": "Nguyễn Thị Mai", "number": str(number),
            "origin": "Tiếp âm đài tỉnh" if relay else "Tự viết", "kind": "Tin", "note": random.choice(("", "Bình thường", "Không có sự cố")),
        }  # fmt: skip
        log.rows.append([texts[name] for name in columns])
        at = f"{hour:02}:{minute:02}" if "time" in columns else ""
        log.airings.add(
            (date(2026, log.month, day).isoformat(), at, title, ("relay" if relay else "own") if "origin" in columns else "own")
        )
    return log


def _insert(log: Log, every: int, make: Callable[[], list[Cells]]) -> None:
    for at in range(len(log.rows) - len(log.rows) % every, 0, -every):
        log.rows[at:at] = make()


def blank_rows(log: Log) -> None:
    """Blank rows between rows."""
    _insert(log, 2, lambda: [[]])


def banner(log: Log) -> None:
    """The office's name above."""
    log.above = [["UBND XÃ PHÚ HÒA"], ["BAN BIÊN TẬP"], [], *log.above, []]


def foot(log: Log) -> None:
    """A dateline and signatures below."""
    log.rows += [
        [],
        ["", "", f"Phú Hòa, ngày 28 tháng {log.month} năm 2026"],
        ["Người lập", "", "Trưởng ban"],
        [],
        ["Lê Thị Hoa", "", "Trần Văn Bình"],
    ]


def sums(log: Log) -> None:
    """A sum after every three rows."""
    _insert(log, 3, lambda: [["" if name != "title" else "Cộng: 3 tin, bài" for name in log.columns]])


def pages(log: Log) -> None:
    """The header again after every three rows, below the page's sum."""
    _insert(log, 3, lambda: [["Cộng trang"], list(log.header)])


def numbered(log: Log) -> None:
    """A row that numbers the columns below the header."""
    log.rows.insert(0, [f"({n})" for n in range(1, len(log.columns) + 1)])


def shifted(log: Log) -> None:
    """Blank columns at the left."""
    for row in (log.header, *log.rows):
        row[0:0] = [""] * 2


def not_aired(log: Log) -> None:
    """A row that its note calls off."""
    row: Cells = ["" for _ in log.columns]
    row[log.place("date")], row[log.place("title")] = f"28/{log.month}/2026", "Mở lớp học nghề may cho phụ nữ"
    if "note" in log.columns:
        row[log.place("note")] = "Không phát do mất điện"
        log.rows.append(row)


def odd_line(log: Log) -> None:
    """A line below the table that tells of an airing."""
    log.rows += [[], [f"Ngày 28/{log.month}/2026 có phát thêm bài Mở lớp học nghề may"]]
    log.open.add((f"2026-{log.month:02}-28", "", "Mở lớp học nghề may", "own"))


def stray_table(log: Log) -> None:
    """A table below under a header that nobody knows."""
    log.rows += [[], ["Hôm", "Chuyện gì"], [f"28/{log.month}/2026", "Mở lớp học nghề may cho phụ nữ"]]
    log.open.add((f"2026-{log.month:02}-28", "", "Mở lớp học nghề may cho phụ nữ", "own"))


def figures(log: Log) -> None:
    """A table of sums below."""
    log.rows += [[], ["Tổng hợp"], ["Loại", "Số lượng"], ["Tin", "3"], ["Bài", "2"]]


def typing_error(log: Log) -> None:
    """A day that is none."""
    row = log.random.choice([row for row in log.rows if len(row) == len(log.columns) and row[log.place("title")] in TITLES])
    row[log.place("date")] = "32/13/2026"
    (airing,) = (one for one in log.airings if one[2] == row[log.place("title")])
    log.airings.remove(airing)
    log.open.add(airing)


ON_ROWS: Sequence[Callable[[Log], None]] = (not_aired, typing_error)
BETWEEN: Sequence[Callable[[Log], None]] = (blank_rows, sums, pages)
AROUND: Sequence[Callable[[Log], None]] = (numbered, banner, stray_table, figures, odd_line, foot)


def mutated(random: Random) -> Log:
    """A plain log with mutations of its rows first, then between them, then around them."""
    log = plain(random)
    for of in (ON_ROWS, BETWEEN, AROUND):
        for mutation in of:
            if random.random() < (0.5 if of is ON_ROWS else 0.3):
                mutation(log)
    if random.random() < 0.3:
        shifted(log)
    return log


@settings(max_examples=80)
@given(st.integers(0, 100_000))
def test_mutated_logs_are_read_or_told(seed: int) -> None:
    """Each airing taken in is one of the log's, with its day, hour and origin; each other is told by its row or title, and is a doubtful one."""
    random = Random(seed)
    log = mutated(random)
    rows = [*log.above, log.header, *log.rows]
    if random.random() < 0.5 or log.sheet != "So":
        body, name = xlsx_bytes({log.sheet: rows}), f"{log.name}.xlsx"
    else:
        delimiter, encoding = random.choice(((";", "utf-8-sig"), (",", "utf-8"), ("\t", "utf-16")))
        body, name = csv_bytes([[str(cell) for cell in row] for row in rows], delimiter, encoding), f"{log.name}.csv"
    found = read(body, name, ALIASES)
    taken = {(str(b.aired_on), f"{b.aired_at:%H:%M}" if b.aired_at else "", b.title, str(b.origin)) for b in found.bulletins}
    assert taken <= log.airings | log.open, taken - log.airings - log.open
    told = {problem.row for problem in found.problems}
    for airing in (log.airings | log.open) - taken:
        places = {number for number, row in enumerate(rows, 1) if any(airing[2] in str(cell) for cell in row)}
        assert places & told, airing
    assert log.airings <= taken
    event(f"read {len(taken)} of {len(log.airings | log.open)}")
