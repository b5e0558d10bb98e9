"""A unit whose facts, clock, settings and program change in any order, and whose kept years are held against years judged anew after each change."""

import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from newswatch.config import Settings, Unit, load, load_rule
from newswatch.core.answer.kinds import Answer
from newswatch.core.bulletin import Bulletin, Closing
from newswatch.core.classify import classify_item
from newswatch.core.count import keeping
from newswatch.core.count.figures import figures_of
from newswatch.core.identity import content_digest
from newswatch.core.model import LOCAL, Channel, DateOrigin, Dates, Decision, Entry, Origin, Verdict
from newswatch.core.months import Month
from newswatch.core.polling.coverage import midnight
from newswatch.core.polling.proof import Order, Proof, Walk
from newswatch.core.polling.records import ItemUpdate, Poll, PollOutcome, Vain
from newswatch.core.quota.rule import Rule
from newswatch.core.record.files import FileKind
from newswatch.services import close, judging, kept, statements
from newswatch.services.opening import open_store
from newswatch.store import bulletins, closings, decisions, files, polls, units, unread_files
from newswatch.store.bulletins import Intake
from newswatch.store.store import Store

CONFIG = """
database = "n.db"
[[units]]
id = "unit"
name = "Thử"
kind = "xã"
rules = ["quang-dien-2614"]
[[units.board]]
address = "thuky@xa.example.vn"
role = "secretary"
[[units.sources]]
id = "list"
kind = "listing"
url = "https://xa.example.vn/tin"
preset = "joomla"
[[units.sources]]
id = "feed"
kind = "feed"
url = "https://xa.example.vn/rss"
required = true
[[units.sources]]
id = "posts"
kind = "wordpress"
url = "https://xa.example.vn/wp-json/wp/v2/posts"
"""
SOURCES = ("list", "feed", "posts")
ASKING = load_rule("quang-dien-2614", Path()).evidence
BODY = "Ủy ban nhân dân xã kiểm tra công tác cải cách hành chính; hồ sơ thủ tục hành chính tại bộ phận một cửa được trả đúng hẹn, {n}. "
_Kind = TypeVar("_Kind", bound=StrEnum)
HOURS = st.integers(-400, 400)
"""Hours around a moment: within a day, over months' ends, before and after. Zero is drawn often."""


class KeptYears(RuleBasedStateMachine):
    """The law: what is read of a year, kept or not, is what is judged anew from the facts, at every moment, under all settings, by every program."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "config.toml"
        path.write_text(CONFIG, encoding="utf-8")
        self.settings: Settings = load(path)
        self.unit: Unit = self.settings.units[0]
        self.program, self.briefly, self.figures_harmed = "one", False, False
        self.now = datetime(2026, 10, 30, 9, tzinfo=LOCAL).astimezone(UTC)
        self.store: Store = open_store(self.settings, create=True)
        self.row = units.unit_row(self.store, self.unit)

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @initialize()
    def begins(self) -> None:
        """A list and a feed read back to summer, with news of two months."""
        for source in SOURCES[:2]:
            self.poll(source, -1, 120 * 24, [(n, 24 * n, True) for n in range(5)], 0)

    # ---- what is written

    @rule(
        source=st.sampled_from(SOURCES),
        clock=st.sampled_from([0, 0, 0, 0, -30, 2, 30, 24 * 40]),
        reach=st.integers(1, 90 * 24),
        news=st.lists(st.tuples(st.integers(0, 9), st.integers(-40, 70 * 24), st.booleans()), max_size=2),
        refuted=st.sampled_from([0, 0, 0, 0, 2, 9]),
    )
    def poll(self, source: str, clock: int, reach: int, news: list[tuple[int, int, bool]], refuted: int) -> None:
        """A poll by a clock that may be wrong, with items known or not, read or not; or a witness that refutes a day."""
        at = self.now + timedelta(hours=clock)
        refutes = (at.date() - timedelta(days=refuted),) if refuted and source == "posts" else ()
        proof = Proof(Order.NEWEST_FIRST, Walk.ONE_PAGE, reach=None if refutes else at - timedelta(hours=reach), refutes=refutes)
        updates = tuple(self._update(n, at - timedelta(hours=back), at, whole=whole) for n, back, whole in news)
        self._record(source, Poll(at, PollOutcome.OK, reach=proof.reach, proof=proof, updates=updates))

    @rule(
        source=st.sampled_from(SOURCES),
        times=st.integers(1, 3),
        hours=st.sampled_from([0, 1, 7, 24]),
        clock=st.sampled_from([0, 0, 0, -2, 30]),
    )
    def says_the_same(self, source: str, times: int, hours: int, clock: int) -> None:
        """Polls in a row find a source as it was: they share a row, the last one with those before."""
        for n in range(times):
            self.now += timedelta(hours=hours)
            past = polls.past(self.store, self.store.enrolled["unit", source])
            if past is not None and past.proof is not None:
                at, proof = self.now + timedelta(hours=clock), replace(past.proof, body=n > 1)
                self._record(source, Poll(at, PollOutcome.NOT_MODIFIED, reach=proof.reach, proof=proof))

    @rule(source=st.sampled_from(SOURCES), days=st.sampled_from([0, 0, -30, -150, 2]))
    def fails(self, source: str, days: int) -> None:
        """A poll that fails, by a clock that may be wrong: it may be the first of the unit's by its own account."""
        self._record(source, Poll(self.now + timedelta(days=days), PollOutcome.FAILED, "no answer"))

    @rule(n=st.integers(0, 2), mark=st.sampled_from("ab"))
    def lies_unread(self, n: int, mark: str) -> None:
        """A file of the inbox can't be read, as before or anew."""
        with self.store.writing():
            unread_files.note(self.store, self.row, f"so-{n}.csv", mark, "không đọc được", self.now)

    @rule(n=st.integers(0, 2), sound=st.booleans())
    def lies_unread_no_more(self, n: int, sound: bool) -> None:
        """It is read, or taken away."""
        with self.store.writing():
            unread_files.end(self.store, self.row, f"so-{n}.csv", self.now, sound=sound)

    @rule(n=st.integers(0, 5))
    def is_ignored(self, n: int) -> None:
        """A person tells to ignore what could not be read of a file."""
        with self.store.writing():
            unread_files.ignore(self.store, self.row, f"so-{n}.csv", "Thư ký", "trống", self.now)

    @rule(n=st.integers(0, 9), answer=st.sampled_from(list(Answer)))
    def asked_in_vain(self, n: int, answer: Answer) -> None:
        """An article is asked for and not had."""
        self._record("list", Poll(self.now, PollOutcome.OK, vain=(Vain(f"xa.example#{n}", answer, self.now),)))

    @rule(n=st.integers(0, 9))
    def vanishes(self, n: int) -> None:
        """An item's address exists no more."""
        if self._ids(f"SELECT id FROM items WHERE key = 'xa.example#{n}'"):
            self._record("list", Poll(self.now, PollOutcome.OK, gone=(f"xa.example#{n}",)))

    def _record(self, source: str, seen: Poll) -> None:
        with self.store.run("check", lambda: self.now) as run:
            polls.record(self.store, run.id, self.row, self.store.enrolled["unit", source], seen)

    def _update(self, n: int, when: datetime, seen: datetime, *, whole: bool) -> ItemUpdate:
        title, text = f"Xã đẩy mạnh cải cách hành chính, đợt {n % 7}", BODY.format(n=n) * 3 if whole else ""
        entry = Entry(f"xa.example#{n}", f"https://{'la' if n == 3 else 'xa'}.example.vn/{n}.html", title, published_at=when)
        told = classify_item(Channel.PORTAL, title, text, self.settings.lexicon, whole=whole)
        stated = ((DateOrigin.LISTING, when.astimezone(LOCAL).date()),)
        digest = content_digest(title, text, (when.isoformat(),))
        dates, origin = Dates(listing_at=when), DateOrigin.MODIFIED if n == 8 else DateOrigin.LISTING
        return ItemUpdate(entry, title, text, dates, when, origin, stated, told, digest, seen, whole, elsewhere=n == 3)

    @rule(place=st.integers(0, 30), what=st.sampled_from(["par", "other", "on", "same", "never", "dead", "own"]), days=st.integers(0, 60))
    def decides(self, place: int, what: str, days: int) -> None:
        """A person settles something of an item."""
        ids = self._ids("SELECT id FROM countables ORDER BY id")
        item, day = ids[place % len(ids)], (self.now - timedelta(days=days)).date()
        made = Decision(item, "Thư ký", "đã xem")
        changes: dict[str, Decision] = {
            "par": replace(made, verdict=Verdict.PAR),
            "other": replace(made, verdict=Verdict.OTHER),
            "on": replace(made, published_on=day),
            "same": replace(made, same_as=ids[(place + 1) % len(ids)]),
            "never": replace(made, not_during=((day - timedelta(days=31), day),)),
            "dead": replace(made, dead_link=True),
            "own": replace(made, same_as=item, origin=Origin.REPOST),
        }
        with self.store.writing():
            decisions.add(self.store, changes[what], self.now)

    @rule(place=st.integers(0, 30))
    def withdraws(self, place: int) -> None:
        """A person's decision is withdrawn."""
        ids = self._ids("SELECT id FROM standing ORDER BY id")
        if ids:
            with self.store.writing():
                decisions.withdraw(self.store, ids[place % len(ids)], "Trưởng ban", "nhầm", self.now)

    @rule(n=st.integers(0, 5), days=st.integers(0, 70), bad=st.booleans())
    def hands_in(self, n: int, days: int, bad: bool) -> None:
        """A log file is taken in, or taken in again, mended or not."""
        aired = (self.now - timedelta(days=days)).date()
        title = f"Xã đẩy mạnh cải cách hành chính, đợt {n}"
        bulletin = Bulletin(f"{aired} {n}", aired, title, file=f"so-{n}.csv")
        told = classify_item(Channel.LOUDSPEAKER, title, "", self.settings.lexicon)
        problems = ("hàng 7: không có ngày",) if bad else ()
        intake = Intake(b"x", f"{n}", f"so-{n}.csv", 1, problems)
        with self.store.writing():
            run = self.store.note_run("intake", self.now)
            bulletins.add(self.store, run, self.row, [(bulletin, told)], self.now, intake)

    @rule(place=st.integers(0, 9))
    def voids(self, place: int) -> None:
        """A bulletin is voided."""
        ids = self._ids("SELECT item_id FROM bulletins WHERE voided_at IS NULL ORDER BY item_id")
        if ids:
            with self.store.writing():
                bulletins.void(self.store, ids[place % len(ids)], "Thư ký", "nhập nhầm", self.now)

    @rule(place=st.integers(0, 30), kind=st.sampled_from(["audio", "script", "screenshot"]), picture=st.booleans())
    def evidence_comes(self, place: int, kind: str, picture: bool) -> None:
        """A file is attached to an item, or a picture of its page is kept."""
        ids = self._ids("SELECT id FROM countables ORDER BY id")
        item, sha256 = ids[place % len(ids)], f"{place:064d}"
        with self.store.writing():
            self.store.run_sql("INSERT INTO files VALUES (?, 1, 'audio/mpeg', '2026') ON CONFLICT DO NOTHING", sha256)
            if picture:
                answer = self.store.run_sql(
                    "INSERT INTO answers (url, final_url, status, content_type, headers, fetched_at, sha256) VALUES ('', '', 200, '', '[]', '', ?)",
                    self._page(),
                )
                made = "INSERT INTO page_copies (item_id, answer, kind, sha256, made_at, maker) VALUES (?, ?, 'print', ?, '', '')"
                self.store.run_sql(made, item, answer, sha256)
            else:
                files.attach(self.store, files.Attachment(item, FileKind(kind), "a", "Thư ký"), sha256, self.now)

    @rule(place=st.integers(0, 9))
    def evidence_goes(self, place: int) -> None:
        """What was attached is voided."""
        ids = self._ids("SELECT id FROM attachments WHERE id NOT IN (SELECT attachment_id FROM file_voids) ORDER BY id")
        if ids:
            with self.store.writing():
                files.void(self.store, ids[place % len(ids)], "Thư ký", "nhầm", self.now)

    @rule(back=st.integers(-1, 3), none_aired=st.booleans())
    def closes_the_log(self, back: int, none_aired: bool) -> None:
        """A month's log is closed."""
        month = Month(self.now.year, self.now.month).plus(-back)
        with self.store.writing():
            closings.add(self.store, self.row, Closing(month, "Thư ký", self.now, none_aired))

    @rule()
    def states(self) -> None:
        """The ended months are stated, if anything may have to be; whether that was so or not, nothing is left to state then."""
        with self._program():
            for unit in statements.unstated(self.store, self.settings, [self.unit], self.now):
                statements.restate(self.store, self.settings, unit, self.now)
            assert statements.reconcile(self.store, self.settings, self.unit, self.now).revisions == ()

    @rule()
    def closes(self) -> None:
        """What is due is told; of a unit that nothing is said to be due to, nothing is."""
        with self._program():
            idle = close._idle(self.store, self.settings, [self.unit], self.now)
            stated = not statements.unstated(self.store, self.settings, [self.unit], self.now)
            closed = close._Desk(self.store, self.settings, self.unit, self.now).close(stated=stated)
            assert not (idle and (closed.notices or closed.revisions))
            assert not (stated and closed.revisions)

    # ---- what it rests on besides

    @rule(hours=st.one_of(HOURS, st.integers(-3, 3), st.integers(-60 * 24, 60 * 24)), minutes=st.integers(0, 59))
    def clock_moves(self, hours: int, minutes: int) -> None:
        """Time passes, or the clock is set back."""
        self.now += timedelta(hours=hours, minutes=minutes)

    @rule(days=st.integers(0, 1), seconds=st.integers(-1, 1), slack=st.booleans())
    def clock_nears_an_edge(self, days: int, seconds: int, slack: bool) -> None:
        """A moment beside midnight, or beside the one from which the last poll is believed."""
        edge = midnight(self.now.astimezone(LOCAL).date() + timedelta(days=days)).astimezone(UTC)
        last = [row["at"] for row in self.store.rows("SELECT max(fetched_at) AS at FROM fetches")]
        if slack and last[0]:
            edge = datetime.fromisoformat(last[0]) - timedelta(minutes=10)
        self.now = edge + timedelta(seconds=seconds)

    @rule(
        what=st.sampled_from(["reading", "scope", "quota", "cutoff", "broadcasts", "log", "life", "required", "foreign", "fewer", "asking"])
    )
    def settings_change(self, what: str) -> None:
        """A rule or setting is changed, or changed back."""
        unit, (rule_of,) = self.unit, self.unit.rules
        other: dict[str, Callable[[], Unit]] = {
            "reading": lambda: self._ruled(replace(rule_of, reading=_turned(rule_of.reading))),
            "scope": lambda: self._ruled(replace(rule_of, scope=_turned(rule_of.scope))),
            "quota": lambda: self._ruled(replace(rule_of, quota=5 - rule_of.quota)),
            "asking": lambda: self._ruled(replace(rule_of, evidence={} if rule_of.evidence else ASKING)),
            "cutoff": lambda: self._ruled(replace(rule_of, cutoff_day=None if rule_of.cutoff_day else 20)),
            "broadcasts": lambda: replace(unit, broadcasts=_turned(unit.broadcasts)),
            "log": lambda: replace(unit, log_closes_on=10 - unit.log_closes_on),
            "life": lambda: replace(unit, valid_from=None if unit.valid_from else date(2026, 9, 15)),
            "required": lambda: replace(unit, sources=(replace(unit.sources[0], required=not unit.sources[0].required), *unit.sources[1:])),
            "foreign": lambda: replace(unit, sources=(replace(unit.sources[0], foreign_hosts=_other(unit)), *unit.sources[1:])),
            "fewer": lambda: replace(unit, sources=unit.sources[:2] if len(unit.sources) == 3 else self.settings.units[0].sources),
        }
        self.unit = other[what]()
        units.enroll(self.store, [self.unit])
        if "posts" not in {source.id for source in self.unit.sources}:
            self.store.enrolled = {**self.store.enrolled, ("unit", "posts"): self._ids("SELECT id FROM sources WHERE key = 'posts'")[0]}

    def _ruled(self, changed: Rule) -> Unit:
        return replace(self.unit, rules=(changed,))

    @rule(briefly=st.booleans())
    def reader_changes(self, briefly: bool) -> None:
        """From now on whoever asks first asks in brief, or for all."""
        self.briefly = briefly

    @rule(program=st.sampled_from(["one", "two"]))
    def program_changes(self, program: str) -> None:
        """Another version of the program is put in place, or the old one again."""
        self.program = program

    # ---- what happens to the helper

    @rule(
        what=st.sampled_from(
            ["drop", "empty", "brief", "items", "stamp", "until", "ground", "pairs", "other pairs", "figures", "figures moved"]
        )
    )
    def helper_is_harmed(self, what: str) -> None:
        """The helper table is dropped, emptied or damaged by other hands."""
        harm = {
            "drop": "DROP TABLE kept",
            "empty": "DELETE FROM kept",
            "brief": "UPDATE kept SET brief = CAST(substr(brief, 1, 40) || x'00' || substr(brief, 42) AS BLOB)",
            "items": "UPDATE kept SET items = CAST(substr(items, 1, 40) || x'00' || substr(items, 42) AS BLOB)",
            "stamp": "UPDATE kept SET stamp = stamp + 1",
            "until": "UPDATE kept SET until = '2027-01-01T00:00:00+00:00'",
            "ground": "UPDATE kept SET ground = 'x'",
            "pairs": "DROP TABLE kept_pairs",
            "figures": "UPDATE kept_figures SET figures = replace(figures, '0', '1')",
            "figures moved": "UPDATE kept_figures SET stamp = (SELECT stamp FROM units WHERE id = unit_id), until = '2028-01-01T00:00:00+00:00'",
            "other pairs": "UPDATE kept_pairs SET pairs = zeroblob(9); DELETE FROM kept",
        }
        with sqlite3.connect(self.settings.database) as db:
            names = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
            if {"kept", "kept_pairs", "kept_figures"} <= names:
                db.executescript(harm[what])
                self.figures_harmed |= "figures" in what
        db.close()

    # ---- the law

    @invariant()
    def kept_is_judged_anew(self) -> None:
        """Whatever was written, whenever it is asked and by whom: the same, figures and items, and the same again from what was kept just now."""
        with self._program():
            known = judging.knowledge(self.store, self.unit)
            wanted = (2025, 2026, 2027)
            anew = {y: keeping.without_texts(judging.judged(known, self.unit, y, self.unit.rule_for(y), self.now)) for y in wanted}
            if self.briefly:
                assert kept.years(self.store, self.unit, wanted, self.now, brief=True).statements == tuple(
                    map(keeping.in_brief, anew.values())
                )
            for _ in range(2):
                found = kept.years(self.store, self.unit, wanted, self.now).statements
                assert dict(zip(wanted, found, strict=True)) == anew
            for year in wanted:
                brief = keeping.in_brief(anew[year])
                assert kept.in_brief(self.store, [self.unit], year, self.now) == {self.unit.id: brief}
                figures = kept.in_figures(self.store, [self.unit], year, self.now)
                assert figures == {self.unit.id: figures_of(brief)} or (self.figures_harmed and not figures)
                assert kept.years(self.store, self.unit, [year], self.now, brief=True).statements == (brief,)

    @invariant()
    def nothing_waits_if_the_kept_years_say_so(self) -> None:
        """Where nothing is said to wait for a person, nothing does."""
        with self._program():
            if statements._nothing_waits(self.store, self.unit, self.now):
                assert statements._awaiting(self.store, self.unit, self.now) == ()

    def _program(self) -> Any:
        return patch.object(kept, "program_digest", lambda: self.program)

    def _page(self) -> str:
        """The digest of a kept page."""
        sha256 = "0" * 64
        sql = "INSERT INTO captures VALUES (?, '', '', 200, '', '', 1, x'31') ON CONFLICT DO NOTHING"
        self.store.run_sql(sql, sha256)
        return sha256

    def _ids(self, sql: str) -> list[int]:
        return [next(iter(row.values())) for row in self.store.rows(sql)]


def _turned(value: _Kind) -> _Kind:
    """The next member of an enum, after the last one the first."""
    members = list(type(value))
    return members[(members.index(value) + 1) % len(members)]


def _other(unit: Unit) -> tuple[str, ...]:
    return () if unit.sources[0].foreign_hosts else ("la.example.vn",)
