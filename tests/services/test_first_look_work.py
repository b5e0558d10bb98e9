"""What a first look does for each article: its page is parsed once, read no further than needed, and the database is asked for nothing just written."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from farm import ITEMS, Farm
from work import counting

from newswatch.config import load
from newswatch.core.model import LOCAL
from newswatch.services import check
from newswatch.services.check import Report
from newswatch.services.opening import open_store

ARTICLES, NAMING = 2 * ITEMS, 2  # the feed and one list name all, the other list what the feed named


@pytest.fixture
def farm() -> Iterator[Farm]:
    """Portals on loopback, up."""
    with Farm() as running:
        yield running


def first_look(folder: Path, farm: Farm) -> tuple[Report, list[str]]:
    """A first look at one portal, and the statements that its writer makes."""
    (folder / "config.toml").write_text(farm.settings(1, "workers = 2\nretries = 0"), encoding="utf-8")
    of = load(folder / "config.toml")
    with open_store(of, create=True) as store, counting(store) as work:
        report = check.run(store, of, lambda: datetime(2026, 11, 20, 8, tzinfo=LOCAL))
    return report, work.queries


def counted(patch: pytest.MonkeyPatch, *paths: str) -> Counter[str]:
    """How often each function is called from now on."""
    calls: Counter[str] = Counter()
    for path in paths:
        module, _, name = path.rpartition(".")
        real = getattr(__import__(module, fromlist=[name]), name)

        def called(*args: Any, real: Any = real, name: str = name, **options: Any) -> Any:
            calls[name] += 1
            return real(*args, **options)

        patch.setattr(path, called)
    return calls


def test_an_article_is_parsed_and_read_once(tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is parsed once, what it states for machines is gathered once, and what it says as a whole is not asked of one that bears its title."""
    calls = counted(
        monkeypatch,
        "newswatch.sources.article.parsed",
        "newswatch.sources.read.metadata.gather",
        "newswatch.sources.shown._whole",
    )
    first_look(tmp_path, farm)
    assert calls == {"parsed": ARTICLES, "gather": ARTICLES}


def test_what_was_just_written_is_not_asked_for(tmp_path: Path, farm: Farm) -> None:
    """Of an item that was just made nothing was seen or noted before, of a body that was just stored no answer; one that named twenty items is kept
    once."""
    needless = ("SELECT times FROM articles", "SELECT kind, digest, whole", "SELECT id FROM answers")
    _, asked = first_look(tmp_path, farm)
    assert not [sql for sql in asked if sql.startswith(needless)]
    assert sum(sql.startswith("SELECT id FROM items") for sql in asked) == ITEMS, "those that a list names after the feed"
    assert sum(sql.startswith("INSERT INTO answers") for sql in asked) == ARTICLES + NAMING
    assert (
        len({sql for sql in asked if sql.startswith("INSERT INTO namings")}) == ARTICLES
    )  # SQLite tells of one again for each of its triggers


def test_what_was_stored_of_a_poll_is_let_go(tmp_path: Path, farm: Farm) -> None:
    """The report of a run over a country keeps of each poll how it ended, and neither its items nor the keys that its proof names."""
    report, _ = first_look(tmp_path, farm)
    assert [one.new for one in report.polled] == [ITEMS, 0, ITEMS]
    assert not [one for one in report.polled if one.poll.updates or one.poll.sighted or one.poll.proof is None or one.poll.proof.heads]
