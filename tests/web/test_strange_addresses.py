"""Addresses that are none, wherever a request may carry one: they are answered as any other that leads nowhere."""

import pytest

from newswatch.web.targets import safe_path
from web.pages import Browser

NONE = ("http://[", "http://[::1", "x://[a]b/", "http://a\u2100b/", "http://[v1.]/")


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_address_leads_to_the_first_page(text: str) -> None:
    """A target that can't be taken apart is no path of this page."""
    assert safe_path(text) == "/"


@pytest.mark.parametrize("text", NONE)
def test_a_login_with_what_is_no_address_works(stranger: Browser, text: str) -> None:
    """The way in is shown and taken whatever the link to it says, and so is a form of a page that one is no longer logged in to."""
    assert stranger.client.get("/dang-nhap", query_string={"toi": text}).status_code == 200
    assert stranger.post("/cho-xet", {"trang": text}).status_code == 401
    assert stranger.login("viewer", toi=text).headers["Location"] == "/"


@pytest.mark.parametrize("text", [one for one in NONE if one.isascii()])
def test_headers_with_what_is_no_address_are_answered(stranger: Browser, editor: Browser, text: str) -> None:
    """A form from an origin that is none is one of another site; a part of a page that none is told of leads to the login."""
    assert editor.post("/cho-xet", Origin=text).status_code == 403
    assert stranger.get("/cho-xet", HX_Request="true", HX_Current_URL=text).status_code == 401


@pytest.mark.parametrize("path", ["/truyen-thanh", "/truyen-thanh/in", "/truyen-thanh/chot", "/tin-bai"])
@pytest.mark.parametrize("month", ["9999-12", "0001-01", "1989-12", "2100-01", "2026-13", "0000-00"])
def test_months_of_no_year_that_an_office_has_are_none(editor: Browser, path: str, month: str) -> None:
    """A month before or after all that can be reckoned with is no month: the page is that of the present one."""
    found = editor.get(f"{path}?thang={month}&y=du")
    assert found.status_code == 200


@pytest.mark.parametrize(
    "period", ["9999", "9999-12", "9999-Q4", "0001-01", "0001", "1989", "2101", "2026-13", "2026-Q5", "\u0662\u0660\u0662\u0666"]
)
def test_periods_of_no_year_that_an_office_has_are_not_there(viewer: Browser, period: str) -> None:
    """Neither a document nor a pack is made of a period that can't be reckoned with."""
    assert viewer.client.get("/ket-qua/tai", query_string={"ky": period, "loai": "bao-cao"}).status_code == 404
    assert viewer.post("/ket-qua/goi", {"ky": period}).status_code == 404
