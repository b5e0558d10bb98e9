"""Which lines and regions of a page are no news."""

import pytest

from newswatch.sources.read import boilerplate
from newswatch.sources.read.boilerplate import Line


@pytest.mark.parametrize(
    "line",
    [
        "Các tin đã đưa", "Các tin đã đưa ngày:", "Tin liên quan", "BÀI VIẾT LIÊN QUAN", "Những tin mới hơn", "Những tin cũ hơn", "Các tin khác",
        "Tin cùng chuyên mục", "Tin mới nhất", "Ý kiến bạn đọc", "Bình luận (3)", "Có thể bạn quan tâm", "Xem nhiều nhất", "Related posts",
    ],
)  # fmt: skip
def test_headings_of_link_lists(line: str) -> None:
    """The headings of PORTALS.md 3 and their like open a list of other articles, in any case and with a colon."""
    assert boilerplate.heads_related(line)


@pytest.mark.parametrize(
    "line",
    ["Tin tức tuyên truyền về cải cách hành chính được phát trên loa",
     "Bài viết đạt giải nhất hội thi", "Xem xét việc nộp hồ sơ", "Người dân bình luận sôi nổi", ""],
)  # fmt: skip
def test_sentences_are_no_headings(line: str) -> None:
    """A sentence that begins like such a heading is none."""
    assert not boilerplate.heads_related(line)


@pytest.mark.parametrize(
    "line",
    [
        "Cỡ chữ: A+ A A-", "A+ A A-", "In bài viết", "In trang", "Lượt xem: 57", "Đọc 57 lượt", "Đã xem: 12", "Chia sẻ", "Gửi email",
        "Đang truy cập: 12", "Hôm nay: 1.204", "Tổng lượt truy cập: 91.402", "Tổng truy câp: 3", "Về đầu trang", "0 Bình luận", "image banner",
        "Skip Ribbon Commands", "Menu được chọn không tồn tại", "Từ khóa: cải cách hành chính", "Tags: cchc, dvc", "Xem thêm", "Xin huấn",
        "Tác giả: Nguyễn Trung Thực", "Sửa lần cuối Thứ bảy, 07/11/2026",
    ],
)  # fmt: skip
def test_noise_lines(line: str) -> None:
    """Counters, share bars, font switches, tags and bylines are noise."""
    assert boilerplate.is_noise(line)


@pytest.mark.parametrize(
    "line",
    [
        "Hôm nay, xã ra mắt tổ công nghệ số", "Lượt xem phim lưu động có hơn trăm người", "Chia sẻ khó khăn với bà con vùng lũ", "In ấn 500 tờ rơi",
        "Nguồn: Báo Thừa Thiên Huế", "Bảo Ngân", "Thể lệ cuộc thi", "Đọc sách cùng con",
    ],
)  # fmt: skip
def test_lines_of_a_story_are_no_noise(line: str) -> None:
    """Short lines of an article that share words with noise stay, and so does the source, which shows a repost."""
    assert not boilerplate.is_noise(line)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ngày đăng: 05/03/2026", 0),
        ("Ngày đăng bài: 05/03/2026 | Tác giả: Văn Hòa", 2),
        ("Sáng 05/03/2026 xã mời dân góp ý về con đường", 9),
    ],
)
def test_words_beside_a_date(text: str, words: int) -> None:
    """Labels and numbers don't count as words beside a date; a sentence's do."""
    assert boilerplate.beside_date(text) == words


def test_links_under_a_related_heading_go_until_prose_returns() -> None:
    """The body loses a related list wherever it stands, and keeps the prose after it."""
    prose = "Theo kế hoạch, đến cuối tháng mọi thôn đều có một điểm hướng dẫn nộp hồ sơ trực tuyến cho dân."
    lines = [Line("Mở đầu"), Line("Tin liên quan:"), Line("Một tin khác", 12), Line("(02/11/2026)"), Line(prose)]
    assert boilerplate.body(lines) == f"Mở đầu\n{prose}"


@pytest.mark.parametrize(
    ("tag", "marks", "expected"),
    [
        ("nav", (), True),
        ("div", ("sidebar",), True),
        ("div", ("breadcrumb",), True),
        ("form", ("aspnetform",), False),
        ("body", ("has", "sidebar"), False),
        ("div", ("widget", "content"), False),
        ("div", ("noidung",), False),
    ],
)
def test_regions_of_a_page(tag: str, marks: tuple[str, ...], expected: bool) -> None:
    """Menus and side columns are regions; a form around the whole page (ASP.NET) and content widgets are not."""
    assert boilerplate.region(tag, marks) is expected
