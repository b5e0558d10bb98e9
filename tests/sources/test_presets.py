"""presets.toml: every family is complete, said to be verified or not, and has saved pages."""

import re
import tomllib
from importlib import resources

import pytest
from saved_pages import load, saved
from selectolax.lexbor import LexborHTMLParser

from newswatch.config import load_presets
from newswatch.core.dates.address import dated_address
from newswatch.core.identity import item_key
from newswatch.core.model import Preset
from newswatch.sources.read.css import alternatives

PRESETS = load_presets()
SELECTORS = ("entry", "link", "title", "date", "summary", "next_page", "article_title", "article_date", "article_body")
FAMILIES = {
    "wordpress", "nukeviet", "huecit", "sharepoint", "sharepoint_dated", "liferay", "vnpt", "quangtri", "thanhhoa", "haiduong", "drupal", "joomla",
    "webcenter", "dnn",
}  # fmt: skip


def test_all_families_of_the_field_are_there() -> None:
    """Each family that PORTALS.md describes has a preset."""
    assert PRESETS.keys() >= FAMILIES


@pytest.mark.parametrize("name", PRESETS)
def test_each_preset_has_saved_pages(name: str) -> None:
    """A listing and an article of every family lie among the saved pages."""
    assert any(page.preset == name for page in saved("listing"))
    assert any(page.preset == name for page in saved("article"))


@pytest.mark.parametrize(("name", "preset"), PRESETS.items())
def test_every_selector_is_one(name: str, preset: Preset) -> None:
    """Each part of each selector can be parsed by the reader's own engine."""
    tree = LexborHTMLParser("<p></p>")
    parts = [part for field in SELECTORS for part in alternatives(getattr(preset.profile, field))]
    for part in (*parts, *preset.profile.drop):
        if part != ":scope":
            tree.css(part)


@pytest.mark.parametrize(("name", "preset"), PRESETS.items())
def test_a_preset_can_read_a_listing_and_be_recognised(name: str, preset: Preset) -> None:
    """No preset lacks the entry selector, a link selector, a way to the next page, or marks."""
    assert preset.profile.name == name
    assert preset.profile.entry
    assert preset.profile.next_page
    assert preset.html_marks or preset.url_marks


def test_what_was_not_verified_says_so() -> None:
    """Families whose HTML nobody could look at say "not verified" in one line."""
    table = tomllib.loads(resources.files("newswatch").joinpath("data", "presets.toml").read_text(encoding="utf-8"))
    unseen = {"huecit", "sharepoint", "sharepoint_dated", "vnpt", "quangtri", "thanhhoa", "haiduong", "webcenter", "dnn"}
    assert {name for name, values in table.items() if values["about"].endswith("not verified")} == unseen | {"liferay"}
    assert all("\n" not in values["about"] for values in table.values())


@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        ("huecit", ("https://huongan.example/?gd=4&cn=130&tc=1787", "https://huongan.example/?cn=28&gd=1&tc=1787")),
        ("sharepoint", ("https://x.vn/pages/Detail.aspx?newsid=2054", "https://x.vn:443/Pages/Detail.aspx?CatId=1&NewsID=2054")),
        ("quangtri", ("https://x.vn/chi-tiet-tin/-/view-article/1/1651151768064/1686917710478", "https://x.vn/vi/chi-tiet-tin/-/view-article/1/99/1686917710478")),
        ("liferay", ("https://x.vn/?p_p_id=101&_101_assetEntryId=3754316", "https://x.vn/tin/-/asset_publisher/a/content/id/3754316")),
        ("haiduong", ("https://x.vn/Article/m1QdVkc7QzI@/3356.html", "https://www.x.vn/Article/other/3356.html")),
        ("webcenter", ("https://x.vn/webcenter/portal/a/chi-tiet?dDocName=PORTAL325066", "https://x.vn/webcenter/portal/a/chi-tiet?dDocName=PORTAL325066&_afrLoop=1")),
        ("dnn", ("https://x.vn/Default.aspx?Group=200&NID=1808&tabid=882", "https://x.vn/default.aspx?tabid=1&nid=1808")),
        ("vnpt", ("https://x.vn/thong-bao/a-127241", "https://x.vn/tin-noi-bat/a-127241?pageindex=0")),
        ("joomla", ("https://x.vn/tin/item/4519-a", "https://x.vn/index.php/tin/item/4519-b")),
        ("drupal", ("https://x.vn/node/4980", "https://x.vn/vi/node/4980")),
    ],
)  # fmt: skip
def test_twins_of_one_article_have_one_key(name: str, addresses: tuple[str, str]) -> None:
    """The addresses under which a family shows one article (PORTALS.md 1, DOMAIN.md 2.7) give one key."""
    keys = {item_key(address, PRESETS[name].profile.id_pattern) for address in addresses}
    assert len(keys) == 1
    assert "#" in keys.pop()


@pytest.mark.parametrize(
    ("name", "address", "day"),
    [
        ("quangtri", "https://x.vn/chi-tiet-tin/-/view-article/1/1651151768064/1686917710478", "2023-06-16"),
        ("sharepoint_dated", "https://x.vn/portal/pages/2023-01-30/ten-bai-468686.aspx", "2023-01-30"),
        ("sharepoint_dated", "https://x.vn/portal/Pages/2024-5-17/ten-bai.aspx", "2024-05-17"),
        ("wordpress", "https://x.vn/2026/02/09/ten-bai/", "2026-02-09"),
    ],
)
def test_addresses_that_carry_the_date(name: str, address: str, day: str) -> None:
    """`url_date` reads the day from an address of the family (Quảng Trị: epoch milliseconds, checked against the printed date)."""
    at = dated_address(address, PRESETS[name].profile.url_date)
    assert at is not None
    assert at.date().isoformat() == day


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("nukeviet", "https://x.vn/vi/news/savefile/cai-cach/bai-58.html"),
        ("nukeviet", "https://x.vn/vi/news/rss/"),
        ("thanhhoa", "https://x.vn/web/print/bai.html"),
        ("wordpress", "https://x.vn/category/tin/"),
        ("huecit", "https://x.vn/Content/Thutuc/chitiet.aspx?iThuTuc=14337"),
        ("joomla", "https://x.vn/tin/itemlist/user/42"),
        ("webcenter", "https://x.vn/webcenter/documentContent?dDocName=PORTAL470982"),
        ("liferay", "https://x.vn/tin?p_p_id=101&p_p_state=exclusive"),
    ],
)
def test_addresses_that_are_no_news(name: str, address: str) -> None:
    """Print twins, feeds, sections and files of a family are skipped."""
    assert any(re.search(pattern, address, re.IGNORECASE) for pattern in PRESETS[name].profile.skip)


def test_a_page_without_its_expected_reading_is_an_error() -> None:
    """A saved page whose JSON is missing can't be forgotten: loading it fails."""
    with pytest.raises(FileNotFoundError):
        load("no_such_page")
