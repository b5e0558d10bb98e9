"""Texts that nearly match our patterns, over and over, are read in time that grows with their length: dates, vocabulary, addresses, titles."""

import pytest
from rlimits import held

from newswatch.config import load_lexicon
from newswatch.core.classify import classify_item
from newswatch.core.model import Channel

READERS = {
    "a date": "dates.parse(text)",
    "a date within": "dates.find(text)",
    "a date near a title": "visible_date.read(text)",
    "a relative date": "relative(text, AT)",
    "the vocabulary": "classify_item(Channel.PORTAL, text[:300], text, lexicon)",
    "a repost": "repost_sign(text[:300], text)",
    "an address": "canonical_url('http://xa.vn/' + text)",
    "an address with a query": "canonical_url('http://xa.vn/?' + text)",
    "a key": "title_key(text)",
    "a line of boilerplate": "(boilerplate.is_noise(text), boilerplate.heads_related(text), boilerplate.beside_date(text), boilerplate.is_clock(text))",
    "a page's number": "paging.find_pattern([paging.PageLink('http://xa.vn/' + text, '2', '')] * 3, 'http://xa.vn/')",
    "a character set": "charset.decode(text.encode(), 'text/html; charset=' + text)",
    "a summary": "feed._plain(text)",
    "what a mail server says": "(smtp._ABOUT_US.match('550 ' + text[:500]), technical(text[:1200]))",
}
"""What is done with each hostile text."""

SETUP = """
from datetime import UTC, datetime
from newswatch.config import load_lexicon
from newswatch.core import dates
from newswatch.core.classify import classify_item
from newswatch.core.classify.reposts import repost_sign
from newswatch.core.dates.relative import relative
from newswatch.core.identity import canonical_url
from newswatch.core.model import Channel
from newswatch.core.text import title_key
from newswatch.mail import smtp
from newswatch.report.vi.reasons import technical
from newswatch.sources import feed
from newswatch.sources.http import charset
from newswatch.sources.read import boilerplate, paging, visible_date

AT, lexicon = datetime(2026, 3, 5, tzinfo=UTC), load_lexicon()
SEEDS = (" ", "\\n", "\\u00a0", "1", "1/", "01/01/2026 ", "12:30 ", "ngày ", "ngày 1 tháng ", "a ", "a", "cải cách ", "cải cách hành chính ", "thủ tục",
         "(nguồn ", "theo báo ", "<a ", "<a href=", "<!--", "&#1", "&", "%41", "?a=", "a=&", "-", "_page", "/trang-", "charset=", "550 5.", "từ chối ")
for seed in SEEDS:
    text = (seed * 60_000)[:60_000] + "!"
    {}
print("done")
"""


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_no_text_keeps_a_pattern_busy(reader: str) -> None:
    """Thirty texts of 60,000 characters, which a pattern whose work grows with their square would be at for an hour, are done in a minute of computing."""
    assert held(SETUP.replace("{}", reader), seconds=60) == "done\n"


@pytest.mark.parametrize("phrase", ["cải cách hành chính ", "thủ tục hành chính tại bộ phận một cửa ", "ngân hàng ", "không "])
def test_a_phrase_that_comes_thousands_of_times_is_heard_as_often_as_it_weighs(phrase: str) -> None:
    """A text that is one phrase over and over is classified like one in which it stands a thousand times; nothing overflows."""
    lexicon = load_lexicon()
    often, oftener = (classify_item(Channel.PORTAL, "Tin của xã", phrase * times, lexicon) for times in (1_000, 3_000))
    assert (often.verdict, often.domain) == (oftener.verdict, oftener.domain)
