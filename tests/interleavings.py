"""One office, several processes: polls, decisions, bulletins, voids and statements in any order, at once, and killed anywhere."""

import json
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from office import PAR_TITLE, Office
from portal import Portal

from newswatch.core.count.statement import State
from newswatch.core.model import LOCAL
from newswatch.services import statements
from newswatch.store import statements as stored
from newswatch.store import units

ACTORS = Path(__file__).with_name("actors.py")
KILLS = st.one_of(st.none(), st.integers(0, 25))
OUTCOMES: Counter[tuple[str, str]] = Counter()
"""How many deeds of each kind ended how, for the long run's figures."""


class Interleavings(RuleBasedStateMachine):
    """The laws: what was acknowledged is there once; what was killed or refused is there whole, once, or not at all; no statement contradicts the rows
    it names; nothing is counted, recorded or told twice."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.portal = Portal().__enter__()
        self.office = Office(Path(self.folder.name), self.portal)
        self.office.has_board(None, "thuky@xa.example")
        self.office.at = "2026-10-29 06:00"
        command = [sys.executable, str(ACTORS), str(self.office.settings.path)]
        self.actors = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        self.number = 0
        self.published: set[int] = set()
        self.decided: dict[str, bool] = {}
        self.aired: dict[str, bool] = {}
        self.voided: dict[str, bool] = {}
        self.settled = False

    def teardown(self) -> None:
        assert self.actors.stdin
        assert self.actors.stdout
        self.actors.stdin.close()
        self.actors.wait(30)
        self.actors.stdout.close()
        self.portal.__exit__(None, None, None)
        self.folder.cleanup()

    @initialize()
    def first_poll(self) -> None:
        """Two months of news, and the first poll."""
        for n in range(7):
            self.office.par(n, f"2026-{9 if n < 4 else 10:02d}-{5 + n:02d} 08:00")
            self.published.add(n)
        self.office.polls(since="2026-01-01")

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        """Hours or days pass."""
        self.office.at = self._later(hours)
        self.settled = False

    def _later(self, hours: int) -> str:
        return f"{(self.office.now() + timedelta(hours=hours)).astimezone(LOCAL):%Y-%m-%d %H:%M}"

    @rule(back=st.integers(0, 2))
    def news(self, back: int) -> None:
        """The portal puts up an article, dated today or a little earlier."""
        self.number += 1
        n = 100 + self.number
        day = self.office.now() - timedelta(days=back)
        self.office.par(n, f"{day.astimezone(LOCAL):%Y-%m-%d} 08:00")
        self.published.add(n)
        self.settled = False

    @rule(deeds=st.lists(st.tuples(st.sampled_from(["poll", "decide", "air", "void", "state", "close"]), KILLS), min_size=1, max_size=3))
    def at_once(self, deeds: list[tuple[str, int | None]]) -> None:
        """One to three processes do something at the same moment; any of them may be killed on the way."""
        made = [deed for kind, kill in deeds if (deed := self._deed(kind, kill)) is not None]
        if not made:
            return
        outcomes = self._ask(made)
        for deed, outcome in zip(made, outcomes, strict=True):
            assert outcome["ended"] in ("well", "refused", "killed"), (deed, outcome)
            OUTCOMES[deed["deed"], outcome["ended"]] += 1
            self._note(deed, outcome["ended"] == "well")
        self.settled = False

    @rule()
    def all_is_stated(self) -> None:
        """A round that nobody disturbs: polled to the end, stated and closed."""
        for kind in ("poll", "close", "state"):
            deed = self._deed(kind, None)
            assert deed is not None
            (outcome,) = self._ask([deed | {"sweep": True} if kind == "poll" else deed])
            assert outcome["ended"] == "well", outcome
        self.settled = True

    def _ask(self, deeds: list[dict[str, Any]]) -> list[dict[str, Any]]:
        assert self.actors.stdin
        assert self.actors.stdout
        self.actors.stdin.write(json.dumps(deeds) + "\n")
        self.actors.stdin.flush()
        found: list[dict[str, Any]] = json.loads(self.actors.stdout.readline())
        return found

    def _deed(self, kind: str, kill: int | None) -> dict[str, Any] | None:
        self.number += 1
        token = f"dấu {self.number}"
        deed: dict[str, Any] = {"deed": kind, "at": self.office.now().isoformat(), "kill": kill}
        if kind == "poll":
            return deed | {"sweep": False}
        if kind == "decide":
            items = self._ids("SELECT id FROM countables ORDER BY id")
            verdict = "other" if self.number % 2 else "par"
            return deed | {"item": items[self.number % len(items)], "by": "rules", "because": token, "verdict": verdict}
        if kind == "air":
            month = 9 + self.number % 2
            fields = {
                "date": f"{self.number % 28 + 1:02d}/{month:02d}/2026",
                "time": "05:30",
                "title": f"Xã công khai thủ tục hành chính, {token}",
            }
            return deed | {"fields": fields}
        if kind == "void":
            bulletins = self._ids("SELECT item_id FROM bulletins WHERE voided_at IS NULL ORDER BY item_id")
            return deed | {"item": bulletins[0], "by": token, "because": "nhập nhầm"} if bulletins else None
        return deed

    def _note(self, deed: dict[str, Any], well: bool) -> None:
        match deed["deed"]:
            case "decide":
                self.decided[deed["because"]] = well
            case "air":
                self.aired[deed["fields"]["title"]] = well
            case "void":
                self.voided[deed["by"]] = well

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        database = sqlite3.connect(self.office.settings.database)
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    def _ids(self, sql: str) -> list[int]:
        return [row[0] for row in self._rows(sql)]

    @invariant()
    def what_people_did_is_there_once(self) -> None:
        """Each acknowledged decision, bulletin and void is there once; one that was cut short at most once."""
        self._once(self.decided, "SELECT because FROM decisions WHERE kind = 'person'")
        self._once(self.aired, "SELECT title FROM bulletins")
        self._once(self.voided, "SELECT voided_by FROM bulletins WHERE voided_at IS NOT NULL")

    def _once(self, acknowledged: dict[str, bool], sql: str) -> None:
        found = Counter(row[0] for row in self._rows(sql))
        assert all(found[token] <= 1 for token in found), found
        assert [token for token, well in acknowledged.items() if well and not found[token]] == []
        assert [token for token in found if token not in acknowledged] == []

    @invariant()
    def nothing_is_doubled(self) -> None:
        """No item, poll, statement or notice is there twice, every statement follows the one before, and each says what it names."""
        for columns, table in (
            ("unit_id, channel, key", "items"),
            ("run_id, source_id", "fetches"),
            ("unit_id, kind, period, revision", "notifications"),
        ):
            assert self._rows(f"SELECT {columns} FROM {table} GROUP BY {columns} HAVING count(*) > 1") == []
        known = set(self._ids("SELECT id FROM items"))
        last: dict[str, tuple[int, tuple[Any, ...]]] = {}
        for month, revision, counted, short, state, causes in self._rows(
            "SELECT month, revision, counted, short, state, causes FROM statements ORDER BY month, revision"
        ):
            ids = json.loads(counted)
            before = last.get(month, (-1, ()))
            assert revision == before[0] + 1
            assert (counted, state) != before[1]
            assert (causes == "[]") == (revision == 0)
            assert set(ids) <= known
            assert len(set(ids)) == len(ids)
            assert short == max(0, 4 - len(ids))
            assert (state == "met") == (len(ids) >= 4)
            last[month] = revision, (counted, state)

    @invariant()
    def no_more_than_one_run_is_open(self) -> None:
        """At most one run is open, and none stays so once another has begun."""
        assert len(self._ids("SELECT id FROM runs WHERE state = 'open'")) <= 1

    @precondition(lambda self: self.settled)
    @invariant()
    def after_a_quiet_round_all_stands_as_stated(self) -> None:
        """Once a round ran undisturbed every published article is an item, and each ended month's last statement is what the rows say."""
        with self.office.store() as store:
            known = statements.knowledge(store, self.office.unit)
            last = stored.last(store, units.unit_row(store, self.office.unit))
            year = statements.judged(known, self.office.unit, 2026, self.office.unit.rule_for(2026), self.office.now())
        titles = Counter(item.title for item in known.items)
        assert [n for n in self.published if titles[PAR_TITLE.format(n=n)] != 1] == []
        for month in year.months:
            if month.state is not State.OPEN:
                counted = tuple(sorted(line.item.id for line in month.lines if line.counted))
                assert (last[str(month.month)].counted, last[str(month.month)].state) == (counted, month.state)
