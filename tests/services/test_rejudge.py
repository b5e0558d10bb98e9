"""Items that an earlier version stored as read are held against the rules once, by the pages that were kept."""

from pathlib import Path

import pytest
from office import Office
from portal import Portal
from unread_pages import NOTICES

from newswatch.core.answer.kinds import Answer
from newswatch.core.count.statement import State


@pytest.fixture
def upgraded(tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose earlier version took a notice for one of four articles of October, and has just been upgraded."""
    office = Office(tmp_path, portal)
    for n in range(1, 5):
        office.par(n, f"2026-10-{3 * n:02d} 08:00", title=f"Bà con phấn khởi trong ngày hội lần {n}")
    portal.serves(portal.url_of(2).removeprefix(portal.base), NOTICES[3][1])
    office.closes_log("2026-10", "2026-11-05 06:30")
    with monkeypatch.context() as patch:
        patch.setattr("newswatch.services.poll.receive.judged", lambda *_: Answer.ARTICLE)
        office.polls("2026-11-05 06:30")
    with office.store() as store, store.writing():
        store.run_sql("DELETE FROM articles")
    return office


def october(office: Office) -> tuple[int, State]:
    month = office.month("2026-10")
    return month.count.combined, month.state


def test_what_was_wrongly_read_is_unread_at_once(upgraded: Office) -> None:
    """The first check after the upgrade finds the notice by the page that was kept, though its server does not answer, and leaves the others read."""
    upgraded.portal.fails("", 503)
    upgraded.polls("2026-11-05 17:30")
    assert {i.title[-1]: (i.whole, i.answer) for i in upgraded.items()} == {
        "1": (True, Answer.ARTICLE),
        "2": (False, Answer.MAINTENANCE),
        "3": (True, Answer.ARTICLE),
        "4": (True, Answer.ARTICLE),
    }
    assert october(upgraded) == (3, State.UNKNOWN)


def test_it_is_asked_for_again_and_judged_once(upgraded: Office) -> None:
    """The same check asks for the article and reads it; no item is judged a second time, and what was read is not asked for."""
    upgraded.portal._raw.clear()
    before = len(upgraded.portal.asked(r"/tin/"))
    upgraded.polls("2026-11-05 17:30")
    assert october(upgraded) == (4, State.MET)
    assert len(upgraded.portal.asked(r"/tin/")) == before + 1
    trace = {i.title[-1]: len(upgraded.trace(i.id)["observations"]) for i in upgraded.items()}
    assert trace == {"1": 1, "2": 3, "3": 1, "4": 1}
