"""The first config.toml: its commented parts are sound once their comment signs go, and the lists behind a front page are its sources."""

from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import click
import pytest
from wire import Asked, Wire, answer

from newswatch.cli.setup import init
from newswatch.config import FetchSettings, load
from newswatch.core.bulletin import Broadcasts
from newswatch.core.model import Page
from newswatch.core.notices.notice import NoticeKind, Role
from newswatch.services import starter
from newswatch.services.probe import Probe


def test_the_board_it_sketches_can_be_taken_as_it_stands(tmp_path: Path) -> None:
    """Uncommented, the board table is read: address, name, role, and the notices that this member gets; so are the keys of the loudspeaker log."""
    url = "https://xa.example.vn/tin"
    page = Page(url, url, 200, b"", "text/html", datetime(2026, 1, 2, tzinfo=UTC))
    probe = Probe(page, "listing", "joomla", (), None, (), ())
    text = starter.config(starter.Answers(url, "Quảng Thọ", "xã", "quang-dien-2614"), probe, None)
    text = text.replace("# broadcasts", "broadcasts").replace("# log_closes_on = 10", "log_closes_on = 12")
    sketch = text[text.index("# [[units.board]]") :].partition("\n\n")[0]
    path = tmp_path / "config.toml"
    path.write_text(text.replace(sketch, "\n".join(line.removeprefix("# ") for line in sketch.splitlines())), encoding="utf-8")
    (unit,) = load(path).units
    assert (unit.broadcasts, unit.log_closes_on) == (Broadcasts.UNWATCHED, 12)
    (member,) = unit.board
    assert (member.address, member.role) == ("thuky@example.vn", Role.SECRETARY)
    assert member.name
    assert 0 < len(member.notices) < len(NoticeKind)


def article(number: int) -> str:
    body = "".join(
        f"<p>Ngày {n}, bà con thôn số {number} gặt xong {n * 7 + number} sào lúa; ai cũng mừng vì được mùa.</p>" for n in range(1, 6)
    )
    return (
        f"<h1 class=t>Bà con thôn số {number} được mùa lúa xuân</h1><span class=ngay>{number:02}/11/2026</span><div class=nd>{body}</div>"
    )


def rows(*numbers: int) -> str:
    listed = (f"<li><a href=/tin-{n}.html>Bà con thôn số {n} được mùa lúa xuân</a> <i>({n:02}/11/2026)</i></li>" for n in numbers)
    return f"<ul>{''.join(listed)}</ul>"


def column(name: str, more: str, *numbers: int) -> str:
    return f"<div class=col><h2>{f'<a href={more}>{name}</a>' if more else name}</h2>{rows(*numbers)}</div>"


class FrontPage(Wire):
    """A portal whose front page shows two columns; `fields_path` leads to the list behind the second one."""

    def __init__(self, fields_path: str) -> None:
        super().__init__(self._page)
        self.body = {
            "/": column("Cải cách hành chính", "/cchc.html", 25, 22, 20) + column("Đồng áng", fields_path, 24, 18, 10),
            "/cchc.html": rows(25, 22, 20, 9, 8, 7),
            "/chuyen-muc/dong-ang": rows(24, 18, 10, 6, 5, 4),
            "/lien-he.html": "<h1>Liên hệ</h1><p>Ủy ban nhân dân xã.</p>",
        } | {f"/tin-{n}.html": article(n) for n in range(1, 29)}

    def _page(self, asked: Asked) -> bytes:
        found = self.body.get(asked.path)
        html = f"<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title>Xã</title></head><body><div id=m>{found}</div></body></html>"
        return answer(html.encode(), Content_Type="text/html; charset=utf-8") if found else answer(b"", "404 Not Found")


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are asked for without a pause."""
    monkeypatch.setattr(starter, "FetchSettings", lambda: FetchSettings(pace_seconds=0.0, retries=0))


def started(front: FrontPage, out: Path) -> starter.Started:
    answers = starter.Answers(f"{front.base}/", "Thử", "xã", "quang-dien-2614")
    return starter.start(answers, out, lambda: datetime(2026, 11, 26, tzinfo=UTC))


@pytest.mark.usefixtures("hasty")
def test_the_lists_behind_a_front_page_are_its_sources(tmp_path: Path) -> None:
    """Where each column leads to its own list, those lists are the sources that must cover each day, and the front page is an extra one."""
    with FrontPage("/chuyen-muc/dong-ang") as front:
        found = started(front, tmp_path / "config.toml")
        (unit,) = load(tmp_path / "config.toml").units
        expected = [("portal", "/", False), ("cai-cach-hanh-chinh", "/cchc.html", True), ("dong-ang", "/chuyen-muc/dong-ang", True)]
        assert [(s.id, s.url.removeprefix(front.base), s.required) for s in unit.sources] == expected
    assert {s.profile.article_body for s in unit.sources} == {"div.nd"}
    assert not [doubt for doubt in found.doubts if "no section list" in doubt]


@pytest.mark.parametrize("path", ["", "/lien-he.html", "/fehlt.html"])
@pytest.mark.usefixtures("hasty")
def test_a_column_without_a_list_keeps_the_front_page_required(tmp_path: Path, path: str) -> None:
    """Where a column leads nowhere, or to no list that shows its entries, the front page stays required, and what is missing is said."""
    with FrontPage(path) as front:
        found = started(front, tmp_path / "config.toml")
    (unit,) = load(tmp_path / "config.toml").units
    assert [(s.id, s.required) for s in unit.sources] == [("portal", True), ("cai-cach-hanh-chinh", True)]
    (doubt,) = [doubt for doubt in found.doubts if "no section list" in doubt]
    assert "Bà con thôn số 24" in doubt


@pytest.mark.parametrize(
    ("name", "url", "expected"),
    [
        ("Cải cách hành chính", "https://xa.example/c?id=3", "cai-cach-hanh-chinh"),
        ("Xem thêm »", "https://xa.example/chuyen-muc/van-hoa.html", "van-hoa"),
        ("Xem tất cả", "https://xa.example/?c=3", "section"),
        ("Sitemap", "https://xa.example/sitemap.html", "sitemap-2"),
    ],
)
def test_a_section_is_named_by_its_column(tmp_path: Path, name: str, url: str, expected: str) -> None:
    """The id of a section list is the name of its column, or what its address is called where the link only says "more"; no source has it already."""
    assert starter.section_id(name, url, ()) == expected


def test_the_question_for_the_rule_names_those_there_are() -> None:
    """Whoever is asked for the rule can read in the question which ones come with the program."""
    question = next(option.prompt for option in init.params if isinstance(option, click.Option) and option.name == "rule_name")
    shipped = {
        path.name.removesuffix(".toml")
        for path in (resources.files("newswatch") / "data" / "rules").iterdir()
        if path.name.endswith(".toml")
    }
    assert {name for name in shipped if name in str(question)} == shipped
