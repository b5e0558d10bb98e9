"""Các đơn vị: the table of units, its order, filters, pages and workbook."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from rule_tables import rule
from worlds import year_of

from newswatch.config import Unit
from newswatch.core.count.figures import MonthFigures, YearFigures, figures_of
from newswatch.core.count.statement import State
from newswatch.core.months import Month
from newswatch.core.rights import Actor, Grant, Role
from newswatch.report.overview.line import UnitLine
from newswatch.services import accounts
from newswatch.services.overview import _ORDERS, Sort
from newswatch.web.pages.units import _cell, _tally, _year
from web.pages import PASSWORD, Browser, Clock, Site, furnish

EVIL = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office of 45 units of two provinces, one of a hostile name, with an appraiser and a viewer of two units."""
    folder = tmp_path_factory.mktemp("units")
    furnish(folder, (EVIL, *(f"Số {n:02d}" for n in range(1, 45))), roles=(Role.APPRAISER,))
    path = folder / "config.toml"
    text = path.read_text(encoding="utf-8")
    for n in range(1, 45):
        text = text.replace(f'name = "Số {n:02d}"', f'name = "Số {n:02d}"\nprovince = "{"Huế" if n % 2 else "Đà Nẵng"}"')
    path.write_text(text, encoding="utf-8")
    site = Site.of(path, Clock())
    with site.store() as store:
        accounts.add(store, "hai", "Hai", [Grant(Role.VIEWER, "unit1"), Grant(Role.VIEWER, "unit2")], Clock().now(), Actor("kiểm thử"))
        accounts.set_password(store, "hai", PASSWORD, Clock().now(), Actor("kiểm thử"))
    return path


def entered(place: Path, name: str = "appraiser") -> Browser:
    """A browser of one of the accounts."""
    browser = Browser(Site.of(place, Clock()).app())
    assert browser.login(name).status_code == 303
    return browser


def named(page: str) -> list[str]:
    """The units of a page, in their order."""
    return re.findall(r'<th scope="row"><a href="/dv/(\w+)/">', page)


def test_an_appraiser_lands_on_the_units(place: Path) -> None:
    """Who sees several units comes to the table; it holds forty a page, each leading to its unit's own pages, and no name is markup."""
    browser = entered(place)
    assert browser.get("/").headers["Location"] == "/don-vi"
    page = browser.get("/don-vi").text
    assert "Các đơn vị: 45" in page
    assert "<script>alert" not in page
    assert len(named(page)) == 40
    assert len(page.encode()) <= 40_000
    rest = browser.get("/don-vi?trang=2").text
    assert len(named(rest)) == 5
    assert not set(named(page)) & set(named(rest))
    assert [browser.get(f"/don-vi?trang={n}").status_code for n in ("0", "3", "-1")] == [404, 404, 404]
    assert "Xã Số 03" in browser.get("/dv/unit3/").text


def test_order_and_filters_stand_in_the_address(place: Path) -> None:
    """Names without marks find; province and state filter; the sorted column says which way, and asking again turns it."""
    browser = entered(place)
    assert named(browser.get("/don-vi?ten=so+07").text) == ["unit7"]
    assert len(named(browser.get("/don-vi?tinh=da+nang").text)) == 22
    assert "Không có đơn vị nào khớp" in browser.get("/don-vi?tt=dat").text
    assert "Không có đơn vị nào khớp" in browser.get("/don-vi?cho=1").text
    up, down = browser.get("/don-vi?xep=ten&ten=so").text, browser.get("/don-vi?xep=ten&ten=so&nguoc=1").text
    assert 'aria-sort="ascending"' in up
    assert 'aria-sort="descending"' in down
    assert (named(up)[0], named(down)[0]) == ("unit1", "unit44")
    assert "ten=so" in re.findall(r'href="(/don-vi\?[^"]*xep=diem[^"]*)"', up)[0]
    assert browser.get("/don-vi?xep=gi&nguoc=x&tt=%00&ten=" + "a" * 500).status_code == 200


def test_the_workbook_has_the_lines_asked_for(place: Path) -> None:
    """The .xlsx holds every line of the filter, with its type and name."""
    got = entered(place).get("/don-vi/tai?tinh=hue")
    assert got.headers["Content-Disposition"] == "attachment; filename=cac-don-vi-2026-11.xlsx"
    assert got.content_type.endswith("spreadsheetml.sheet")
    sheet = load_workbook(io.BytesIO(got.data)).active
    assert sheet is not None
    assert sum(str(row[0].value or row[1].value or "").startswith("unit") for row in sheet.iter_rows()) == 22


def test_the_page_says_what_the_command_says(place: Path) -> None:
    """What is not sure has no rank, whichever way round, and on the first day of a month no portal was looked at that was not read on it."""
    browser = Browser(Site.of(place, Clock("2026-11-01 08:00")).app())
    assert browser.login("appraiser").status_code == 303
    for order in ("thang", "thang&nguoc=1", "diem"):
        page = browser.get(f"/don-vi?ten=so+0&xep={order}").text
        assert set(re.findall(r'data-label="Hạng">([^<]*)<', page)) == {"–"}
        assert page.count("thấy 0/4, chưa xem đủ") == 9
        assert "9 đơn vị c" in page
    sheet = load_workbook(io.BytesIO(browser.get("/don-vi/tai?ten=so+0").data)).active
    assert sheet is not None
    assert [(row[6], row[7]) for row in sheet.iter_rows(values_only=True)][-9:] == [(0, "ít nhất")] * 9


def test_a_month_to_come_is_told_as_that() -> None:
    """A month that has not begun is neither open nor counted: the page says so, and counts it among no state."""
    december = figures_of(year_of([], now="2026-11-20 08:00")).months[-1]
    one = line(State.OPEN)
    one = replace(one, month=december, year=replace(one.year, months=(december,)))
    assert (_cell(one), _tally([one]), _year(one)) == (("toi", "chưa tới"), [], ("", ""))


def test_nobody_sees_units_of_others(place: Path) -> None:
    """Who may see two units has these two in table and workbook, and no page of a third."""
    browser = entered(place, "hai")
    assert sorted(named(browser.get("/don-vi").text)) == ["unit1", "unit2"]
    sheet = load_workbook(io.BytesIO(browser.get("/don-vi/tai").data)).active
    assert sheet is not None
    assert sum(str(cell.value or "").startswith("unit") for row in sheet.iter_rows() for cell in row) == 2
    assert [browser.get(f"/dv/unit3{path}").status_code for path in ("/", "/ket-qua", "/ket-qua/2026/10", "/ket-qua/thu/1")] == [404] * 4
    assert browser.get("/dv/unit1/ket-qua").status_code == 200
    assert "/dv/unit1/ket-qua/2026/10" in browser.get("/dv/unit1/ket-qua").text


def test_a_request_judges_some_and_tells_of_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is kept yet one request judges so many units; the others are told to be missing, in the workbook too, and come with the next."""
    monkeypatch.setattr("newswatch.web.pages.units.MOST_ANEW", 2)
    furnish(tmp_path, tuple(f"Số {n}" for n in range(5)), roles=(Role.APPRAISER,))
    browser = entered(tmp_path / "config.toml")
    page = browser.get("/don-vi").text
    assert len(named(page)) == 2
    assert "3 đơn vị chưa tính xong số liệu hôm nay" in page
    sheet = load_workbook(io.BytesIO(browser.get("/don-vi/tai").data)).active
    assert sheet is not None
    assert "1 đơn vị chưa tính xong" in str([cell.value for row in sheet.iter_rows() for cell in row])
    page = browser.get("/don-vi").text
    assert len(named(page)) == 5
    assert "chưa tính xong" not in page


def test_units_with_a_fault_are_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit that nobody can judge is missing from the table, and the page says so."""
    browser = entered(place)

    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("newswatch.services.overview._last_good", fails)
    assert "45 đơn vị gặp lỗi khi tính" in browser.get("/don-vi").text


def test_the_worst_stand_first() -> None:
    """A month that misses more stands before one that misses less, that before an unknown one, an open and a met one."""
    order = [State.SHORT, State.UNKNOWN, State.OPEN, State.MET, None]
    lines = [line(State.SHORT, 1), line(State.MET), line(None), line(State.OPEN, 2), line(State.UNKNOWN, 4), line(State.SHORT, 3)]
    found = sorted(lines, key=_ORDERS[Sort.WORST])
    assert [one.month.short for one in found if one.month and one.month.state is State.SHORT] == [3, 1]
    assert list(dict.fromkeys(one.month.state if one.month else None for one in found)) == order


def line(state: State | None, short: int = 0) -> UnitLine:
    """A unit whose month stands so."""
    november = Month(2026, 11)
    month = MonthFigures(november, state, 4, (), short, True, True, 4) if state else None
    unit = Unit("u", "Thử", "xã", (rule(),), ())
    return UnitLine(unit, YearFigures(2026, rule(), (), None, None, None, None, 0, Clock().now(), None), month, None, None)
