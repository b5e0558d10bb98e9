"""What a page states for machines."""

from datetime import datetime

import pytest

from newswatch.core.model import LOCAL
from newswatch.sources.read import metadata


@pytest.mark.parametrize(
    ("title", "site", "shown", "left"),
    [
        ("Họp dân - Xã Tân Hòa", "Xã Tân Hòa", "", "Họp dân"),
        ("Họp dân - bàn đường - Xã Tân Hòa", "Xã Tân Hòa", "", "Họp dân - bàn đường"),
        ("Họp dân | Tin tức | Xã Tân Hòa", "", "Họp dân", "Họp dân"),
        ("Họp dân - bàn đường", "Xã Tân Hòa", "", "Họp dân - bàn đường"),
        ("Văn hóa-xã hội", "xã hội", "", "Văn hóa-xã hội"),
    ],
)
def test_site_name_behind_a_title(title: str, site: str, shown: str, left: str) -> None:
    """Only the site's own name, or what follows the shown title, is cut off."""
    assert metadata.without_site(title, site, shown) == left


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "Tin", "datePublished": "2026-11-02T08:15:00+07:00"}',
        '[{"@type": "WebSite"}, {"@type": ["Thing", "BlogPosting"], "headline": "Tin", "datePublished": "2026-11-02T01:15:00Z"}]',
        '{"@graph": [{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "Tin", "datePublished": "2026-11-02 08:15"}}]}',
        '{"@type": "NewsArticle", "headline": "Tin", "datePublished": "2026-11-02T08:15:00+07:00", "articleBody": "dòng\nmới"}',
    ],
    ids=["plain", "list", "graph", "raw-newline"],
)
def test_json_ld_articles(script: str) -> None:
    """An article is found in any of the shapes JSON-LD comes in."""
    found = metadata.gather([], [script])
    assert (found.title, found.published_at, found.is_article) == ("Tin", datetime(2026, 11, 2, 8, 15, tzinfo=LOCAL), True)


@pytest.mark.parametrize(
    "script", ["", "{", '"text"', "null", '{"@type": 5}', '{"@type": "Organization", "headline": "Xã"}', '{"@graph": "x"}']
)
def test_other_or_broken_json_ld(script: str) -> None:
    """A broken script or a thing that is no article states nothing."""
    assert metadata.gather([], [script]) == metadata.Metadata()


@pytest.mark.parametrize("depth", [100, 900, 970, 980, 990, 2_000, 100_000])
@pytest.mark.parametrize("shape", ['{{"@graph": {}}}', '{{"@type": "Article", "datePublished": {}}}'], ids=["graph", "date"])
def test_json_ld_of_any_depth_raises_nothing(depth: int, shape: str) -> None:
    """A script nested too deep to be read, or to be written out again, states no date and stops no reader."""
    metas = [("og:title", "Tin"), ("pubdate", "02/11/2026")]
    found = metadata.gather(metas, [shape.format("[" * depth + "]" * depth)])
    assert (found.title, found.published_raw) == ("Tin", "02/11/2026")


def test_unreadable_dates_are_passed_over() -> None:
    """The first readable date is taken, and a modification date never is."""
    metas = [("article:published_time", "hôm qua"), ("article:modified_time", "2026-11-09"), ("PubDate", "02/11/2026")]
    found = metadata.gather(metas, [])
    assert (found.published_raw, found.published_at) == ("02/11/2026", datetime(2026, 11, 2, tzinfo=LOCAL))
