"""One article: ask for its page, and read it with the source's profile; a file in place of a page is read as such."""

from dataclasses import dataclass

from newswatch.core.answer.kinds import NOTHING, Answer, Showing
from newswatch.core.model import Article, Page, Profile
from newswatch.sources.http.answered import answered_at


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """The page of an article as received, what it says, and what it shows besides. `file` is what a file turned out to be, empty for a page."""

    page: Page
    article: Article
    showing: Showing = NOTHING
    file: Answer = Answer.NONE


def read_answer(page: Page, profile: Profile | None, *, title_hint: str) -> ReadAnswer:
    """What was received for an article; `title_hint` is its title as the listing has it. Raises ParseError if it is neither a page nor a file."""
    # all that reads a page or a file comes with them, which a poll that opens no article does without
    from newswatch.sources import article
    from newswatch.sources.read import documents

    if documents.is_file(page.body):
        text, file = documents.read(page.body)
        return ReadAnswer(page, Article(title_hint, text), file=file)
    found, showing = article.read_page(
        page.body, page.final_url, profile, content_type=page.content_type, title_hint=title_hint, answered_at=answered_at(page)
    )
    return ReadAnswer(page, found, showing)
