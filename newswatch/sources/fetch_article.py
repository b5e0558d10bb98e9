"""One article: ask for its page, and read it with the source's profile."""

from dataclasses import dataclass

from newswatch.core.model import Article, Page, Profile
from newswatch.sources import article
from newswatch.sources.http.answered import answered_at
from newswatch.sources.http.fetch import Fetcher


@dataclass(frozen=True, slots=True)
class FetchedArticle:
    """The page of an article as received, and what it says."""

    page: Page
    article: Article


def fetch_article(url: str, profile: Profile, fetcher: Fetcher, *, title_hint: str) -> FetchedArticle:
    """The article at an address; `title_hint` is its title as the listing has it. Raises FetchError, or ParseError if it is no page."""
    page = fetcher.get(url)
    read = article.read(
        page.body, page.final_url, profile, content_type=page.content_type, title_hint=title_hint, answered_at=answered_at(page)
    )
    return FetchedArticle(page, read)
