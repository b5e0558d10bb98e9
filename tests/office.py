"""A commune office under test: a real configuration, database and inbox on disk, a portal on loopback, and a clock the test sets."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from portal import Portal, profile_toml
from postbox import Postbox

from newswatch.config import Settings, Unit, load
from newswatch.core.count.revision import Revision
from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.core.model import LOCAL, Countable, Decision
from newswatch.core.months import Month
from newswatch.core.polling.coverage import midnight
from newswatch.services import check, intake, review, statements
from newswatch.services.check import Report
from newswatch.services.log_files import TakenIn
from newswatch.services.opening import open_store
from newswatch.store.store import Store

PAR_TITLE = "Xã {n} đẩy mạnh cải cách hành chính, rút ngắn thủ tục hành chính tại bộ phận một cửa"
PAR_BODY = (
    "Ngày làm việc thứ {n} trong đợt, Ủy ban nhân dân xã kiểm tra công tác cải cách hành chính tại bộ phận một cửa.\n"
    "Hồ sơ thủ tục hành chính được tiếp nhận và trả kết quả đúng hẹn; dịch vụ công trực tuyến đạt {n} phần trăm."
)
LISTING = 'id = "list"\nkind = "listing"\nurl = "{portal.listing_url}"\n[units.sources.profile]\n{profile}'
FEED = 'id = "feed"\nkind = "feed"\nurl = "{portal.feed_url}"\n[units.sources.profile]\n{profile}'


class Office:
    """One unit watching one portal, whose listing has two items a page, so that the end of its archive can be seen.

    `at` is the present moment in local time; every verb sees it as now.
    """

    def __init__(self, folder: Path, portal: Portal, *sources: str, fetch: str = "") -> None:
        self.portal = portal
        portal.per_page = 2
        self.folder = folder
        self.at = "2026-11-20 09:00"
        tables = "".join(f"\n[[units.sources]]\n{s.format(portal=portal, profile=profile_toml())}" for s in sources or (LISTING,))
        path = folder / "config.toml"
        path.write_text(
            f'database = "n.db"\n[fetch]\npace_seconds = 0\nretries = 0\ntimeout_seconds = 2\n{fetch}\n'
            f'[[units]]\nid = "unit"\nname = "Thử"\nkind = "xã"\nrules = ["quang-dien-2614"]\n{tables}',
            encoding="utf-8",
        )
        self.settings: Settings = load(path)

    @property
    def unit(self) -> Unit:
        return self.settings.units[0]

    def now(self) -> datetime:
        return datetime.fromisoformat(self.at).replace(tzinfo=LOCAL).astimezone(UTC)

    def store(self) -> Store:
        return open_store(self.settings, create=True)

    def has_board(self, postbox: Postbox | None, *addresses: str, keys: str = "") -> None:
        """Gives the unit a board (a secretary, a head, offices) and a mail server, or the folder `outbox`; `keys` are further lines of its table."""
        roles = ["secretary", "head", *["office"] * len(addresses)]
        board = "".join(f'[[units.board]]\naddress = "{a}"\nrole = "{role}"\n' for a, role in zip(addresses, roles, strict=False))
        server = f'host = "127.0.0.1"\nport = {postbox.port}\nsecurity = "none"\nsender = "nw@xa.example"\n' if postbox else ""
        text = self.settings.path.read_text(encoding="utf-8").replace('2614"]\n', f'2614"]\n{keys}\n{board}', 1)
        text = text.replace("[[units]]\nid =", f"[mail]\ntimeout_seconds = 5\n{server}\n[[units]]\nid =", 1)
        self.settings.path.write_text(text, encoding="utf-8")
        self.reads_settings()

    def reads_settings(self) -> None:
        """Reads the configuration file anew."""
        self.settings = load(self.settings.path)

    def par(self, n: int, when: str, **changes: Any) -> None:
        """Publishes a plain PAR story."""
        self.portal.article(n, title=changes.get("title", PAR_TITLE.format(n=n)), date=when, body=changes.get("body", PAR_BODY.format(n=n)))

    def polls(self, at: str | None = None, since: str | None = None) -> Report:
        """A check, or a backfill to the local day `since`."""
        self.at = at or self.at
        with self.store() as store:
            return check.run(store, self.settings, self.now, since=midnight(date.fromisoformat(since)) if since else None)

    def states(self) -> list[Revision]:
        """States every ended month anew."""
        with self.store() as store:
            return [r for unit in self.settings.units for r in statements.reconcile(store, self.settings, unit, self.now()).revisions]

    def takes_in(self, name: str, text: str) -> TakenIn:
        """Hands in a log file."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        with self.store() as store:
            return intake.read_file(store, self.settings, self.unit, path, self.now)

    def closes_log(self, month: str, at: str | None = None, *, none_aired: bool = False) -> None:
        """Closes the loudspeaker log of a month, as the secretary."""
        self.at = at or self.at
        with self.store() as store:
            intake.close_log(store, self.unit, Month.parse(month), "Thư ký", none_aired=none_aired, now=self.now())

    def decides(self, item_id: int, because: str = "đã xem", **what: Any) -> None:
        """Records a person's decision."""
        with self.store() as store:
            review.decide(store, self.unit, [Decision(item_id, "Thư ký", because, **what)], self.now())

    def year(self, year: int = 2026) -> YearStatement:
        with self.store() as store:
            return statements.year_of(store, self.unit, year, self.now())

    def month(self, text: str) -> MonthStatement:
        return next(m for m in self.year(int(text[:4])).months if str(m.month) == text)

    def counted(self, year: int = 2026) -> dict[str, int]:
        """Counted items by month, months with none left out."""
        return {str(m.month): m.count.combined for m in self.year(year).months if m.count.combined}

    def items(self) -> list[Countable]:
        with self.store() as store:
            return list(statements.knowledge(store, self.unit).items)

    def item(self, part: str) -> Countable:
        """The one item whose title holds a text."""
        found = [i for i in self.items() if part in i.title]
        assert len(found) == 1, found
        return found[0]

    def trace(self, item_id: int) -> dict[str, list[dict[str, Any]]]:
        with self.store() as store:
            return statements.history_of(store, item_id)

    def with_settings(self, change: Callable[[Settings], Settings]) -> None:
        self.settings = change(self.settings)

    def with_retries(self, retries: int) -> None:
        self.settings = replace(self.settings, fetch=replace(self.settings.fetch, retries=retries))
