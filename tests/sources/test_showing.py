"""The saved pages of portals: each article is told for what it is, and a list is never taken for one of the articles that it names."""

import pytest
from saved_pages import SavedPage, named, saved

from newswatch.config import load_presets
from newswatch.core.answer.decide import judge
from newswatch.core.answer.kinds import Answer
from newswatch.core.model import Profile
from newswatch.sources import article

PRESETS = load_presets()


def profiles(page: SavedPage) -> list[Profile | None]:
    """The profiles that a page may be read with: its family's, and none."""
    return [PRESETS[page.preset].profile, None] if page.preset else [None]


def answer(page: SavedPage, profile: Profile | None, title: str, url: str = "") -> Answer:
    """What a page is, served for an article of that title."""
    return judge(title, *article.read_page(page.body, url or page.url, profile, title_hint=title))


@pytest.mark.parametrize("page", saved("article"), ids=named)
def test_every_saved_article_is_read(page: SavedPage) -> None:
    """With its family's profile and with none, named in full and cut short as lists do, an article is the article."""
    title = page.expected["title"]
    for profile in profiles(page):
        assert answer(page, profile, title) is Answer.ARTICLE
        assert answer(page, profile, f"{title[:40]}…") is Answer.ARTICLE
        assert not answer(page, profile, "").unread


@pytest.mark.parametrize("page", [p for p in saved("article") if p.preset], ids=named)
def test_another_headline_in_its_place_is_read(page: SavedPage) -> None:
    """Under a headline that the list does not have, the text in its family's place is the article."""
    assert answer(page, PRESETS[page.preset or ""].profile, "Một nhan đề viết lại từ đầu, không giống chút nào") is Answer.BODY


@pytest.mark.parametrize("page", saved("listing"), ids=named)
def test_no_saved_list_is_an_article(page: SavedPage) -> None:
    """A list served at its own address, or at that of any article that it names, is none of them."""
    for profile in profiles(page)[:1]:
        rows = [(url, title) for url, title, _ in page.rows()]
        assert [t for u, t in rows if not answer(page, profile, t).unread or not answer(page, profile, t, u).unread] == []
