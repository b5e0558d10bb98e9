"""Statements are made from one moment; an upgrade is told in one letter; what a unit's items have in common is worked out once."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from office import Office
from portal import Portal

from newswatch import __version__
from newswatch.core.count import duplicates
from newswatch.core.count.revision import PROOF_VERSION, Basis, Kind
from newswatch.core.count.similarity import Recall
from newswatch.core.count.statement import State
from newswatch.core.model import Countable, Verdict
from newswatch.services import close, statements
from newswatch.store import items, units
from newswatch.store import statements as stored
from newswatch.store.store import Store


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with a board, whose September has four items and October three, polled on 2 November, with October's log closed."""
    office = Office(tmp_path, portal)
    office.has_board(None, "thuky@xa.example")
    for n in range(4):
        office.par(n, f"2026-09-{5 + n:02d} 08:00")
    for n in range(4, 7):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.polls("2026-10-20 06:30", since="2026-01-01")
    office.polls("2026-11-02 06:30")
    office.closes_log("2026-10")
    return office


def closes(office: Office, at: str) -> list[str]:
    """Closes and gives the notices kept: kind and period."""
    office.at = at
    with office.store() as store:
        closed = close.run(store, office.settings, office.settings.units, office.now)
    return [f"{notice.kind} {notice.period}" for one in closed for notice, _ in one.notices]


def meanwhile(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object], times: int = 1) -> None:
    """Has something else write to the database right after the items of a unit were read for judging, as another process would."""
    real, left = items.countables, [times]

    def read(store: Store, unit_row: int) -> Any:
        found = real(store, unit_row)
        if left[0]:
            left[0] -= 1
            change()
        return found

    monkeypatch.setattr(items, "countables", read)


def last_stated(office: Office, month: str) -> tuple[int, State, int]:
    """The number, state and count of the last statement of a month."""
    with office.store() as store:
        found = stored.last(store, units.unit_row(store, office.unit))[month]
    return found.revision, found.state, len(found.counted)


def test_a_decision_made_while_a_month_is_judged_is_in_its_first_statement(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written between reading and storing makes the month judged again; no statement is stored that the rows then contradict."""
    office.closes_log("2026-09")
    item = office.item("Xã 1 ").id
    meanwhile(monkeypatch, lambda: office.decides(item, verdict=Verdict.OTHER))
    office.states()
    assert last_stated(office, "2026-09") == (0, State.SHORT, 3)


def test_a_unit_that_is_written_to_all_the_time_is_stated_all_the_same(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a few tries the judging holds the writer's lock, so that it comes to an end however often others write."""
    item = office.item("Xã 1 ").id
    meanwhile(monkeypatch, lambda: office.decides(item, verdict=Verdict.PAR), times=3)
    office.states()
    assert last_stated(office, "2026-09") == (0, State.MET, 4)


def test_items_and_polls_are_read_at_one_moment(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A poll recorded between the reading of items and that of polls shows in neither or both: no month is short for an item it brought."""
    office.portal.article(
        50, title="Xã 50 đẩy mạnh cải cách hành chính tại bộ phận một cửa", date="2026-10-28 08:00", body="Thủ tục hành chính."
    )
    seen: list[tuple[int, int]] = []

    def poll() -> None:
        with office.store() as store:
            known = statements.knowledge(store, office.unit)
        seen.append((len(known.items), len(known.spans)))

    before = (7, 2)
    meanwhile(monkeypatch, lambda: office.polls("2026-11-03 06:30"))
    poll()
    poll()
    assert seen == [before, (8, 3)]


def test_each_kind_of_write_advances_the_units_stamp(office: Office) -> None:
    """A poll, a decision, a bulletin, a void and a closed log each advance the stamp of their unit; reading and stating do not."""

    def stamp() -> int:
        with office.store() as store:
            return units.stamp_of(store, units.unit_row(store, office.unit))

    stamps = [stamp()]
    office.states()
    office.year()
    assert stamp() == stamps[0]
    office.polls("2026-11-03 06:30")
    stamps.append(stamp())
    office.decides(office.item("Xã 1 ").id, verdict=Verdict.OTHER)
    stamps.append(stamp())
    office.takes_in("so.csv", "Ngày phát;Giờ phát;Tên tin, bài;Nguồn\n12/10/2026;05:30;Xã công khai thủ tục hành chính;tự viết\n")
    stamps.append(stamp())
    office.closes_log("2026-09")
    stamps.append(stamp())
    assert stamps == sorted(set(stamps))


def test_an_upgrade_is_told_in_one_letter(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the program changes and two stated months with it, each revision carries that cause, and the board gets one letter that names both."""
    closes(office, "2026-10-01 08:30")
    closes(office, "2026-11-02 08:30")
    with office.store() as store:
        assert stored.basis(store, units.unit_row(store, office.unit)) == Basis(__version__, office.settings.lexicon.digest, PROOF_VERSION)
    for n in (1, 5):
        office.decides(office.item(f"Xã {n} ").id, verdict=Verdict.OTHER)
    monkeypatch.setattr(statements, "__version__", "9.9")
    told = closes(office, "2026-11-03 08:30")
    assert [text for text in told if text.startswith("revision")] == ["revision 2026-11-03"]
    with office.store() as store:
        rows = [row for month in ("2026-09", "2026-10") for row in stored.revisions(store, units.unit_row(store, office.unit), month)]
        causes = [stored.causes(row) for row in rows if row["revision"] == 1]
    assert [[c.kind for c in found] for found in causes] == [[Kind.UPGRADE, Kind.REMOVED]] * 2
    assert [c[0].changed for c in causes] == [("program",)] * 2
    assert closes(office, "2026-11-04 08:30") == []


def test_a_change_long_after_an_upgrade_is_none_of_its_doing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once months were stated by the new program a later change carries its own cause alone, and is told by itself."""
    closes(office, "2026-11-02 08:30")
    monkeypatch.setattr(statements, "__version__", "9.9")
    assert closes(office, "2026-11-03 08:30") == []
    office.decides(office.item("Xã 5 ").id, verdict=Verdict.OTHER)
    assert closes(office, "2026-11-04 08:30") == ["revision 2026-10"]
    with office.store() as store:
        row = stored.revisions(store, units.unit_row(store, office.unit), "2026-10")[-1]
    assert [c.kind for c in stored.causes(row)] == [Kind.REMOVED]


def test_duplicates_are_worked_out_once_a_statement(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing a unit, which states two years and briefs letters, compares its items once; and not again, if they were compared before."""
    calls: list[int] = []
    real = duplicates.duplicates

    def counting(found: Sequence[Countable], recall: Recall | None = None) -> list[duplicates.Duplicate]:
        calls.append(len(found))
        return real(found, recall)

    monkeypatch.setattr(duplicates, "duplicates", counting)
    closes(office, "2026-11-02 08:30")
    closes(office, "2026-11-03 08:30")
    assert calls == [7]


def test_rules_and_lexicons_in_force_are_kept_by_digest(office: Office) -> None:
    """The text of the rule a month was stated by, and of the lexicon items were classified by, is kept under its digest."""
    from hashlib import sha256

    from newswatch.store import texts

    office.states()
    with office.store() as store:
        kept = [texts.text_of(store, digest) for digest in (office.unit.rule_for(2026).digest, office.settings.lexicon.digest)]
    assert [sha256((text or "").encode()).hexdigest() for text in kept] == [
        office.unit.rule_for(2026).digest,
        office.settings.lexicon.digest,
    ]
