"""Reads from config.toml how and to whom mail goes, and from elsewhere the password, which never stands in config.toml."""

import os
import re
from collections.abc import Mapping
from datetime import time
from pathlib import Path

from newswatch.config.addresses import is_address, is_host
from newswatch.config.secrets import Places
from newswatch.config.settings import LAST_COMMON_DAY, MailSettings, Member, Schedule, Security
from newswatch.core.identity import site_of
from newswatch.core.notices.board import NoticeKind, Role
from newswatch.core.table import Table
from newswatch.masking import carries_login

PASSWORD = "NEWSWATCH_SMTP_PASSWORD"
CREDENTIAL = "smtp-password"
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def mail_settings(table: Table, base: Path) -> MailSettings:
    """Reads the [mail] table. Paths are relative to `base`."""
    if table.has("password"):
        table.problem("password", f"a password is never written here; put it into a file and name that as password_file, or set {PASSWORD}")
        table = Table({key: value for key, value in table.values.items() if key != "password"}, table.path, table.problems)
    default = MailSettings(base / "outbox")
    settings = MailSettings(
        folder=_path(table, "folder", base) or default.folder,
        host=_host(table),
        port=table.whole("port", default.port, most=65_535),
        security=table.choice("security", Security, default.security) or default.security,
        login=_line(table, "login", default.login),
        password_file=_path(table, "password_file", base),
        ca_file=_path(table, "ca_file", base),
        sender=_address(table, "sender"),
        sender_name=_line(table, "sender_name", default.sender_name),
        unsubscribe=_address(table, "unsubscribe"),
        timeout_seconds=table.number("timeout_seconds", default.timeout_seconds, least=0.1, most=600),
    )
    if settings.host and not settings.sender:
        table.problem("sender", "is missing; a mail server takes mail only from an address, such as that of login")
    table.finish()
    return settings


def schedule_settings(table: Table) -> Schedule:
    """Reads the [schedule] table."""
    default = Schedule()
    settings = Schedule(
        checks=_clocks(table, "checks", default.checks),
        jitter_minutes=table.whole("jitter_minutes", default.jitter_minutes, most=120),
        close=_clock(table, "close", table.text("close", f"{default.close:%H:%M}")),
        deliver_minutes=table.whole("deliver_minutes", default.deliver_minutes, least=1, most=1440),
        first_warning=table.whole("first_warning", default.first_warning, most=LAST_COMMON_DAY),
        warnings=_days(table, "warnings", default.warnings),
        trouble_days=table.whole("trouble_days", default.trouble_days, least=1, most=366),
        heartbeat=_web_address(table, "heartbeat"),
    )
    table.finish()
    return settings


def board(tables: list[Table]) -> tuple[Member, ...]:
    """Reads the [[units.board]] tables of one unit."""
    members = tuple(_member(table) for table in tables)
    first: dict[str, Table] = {}
    for table, member in zip(tables, members, strict=True):
        same = first.setdefault(member.address.lower(), table)
        if member.address and same is not table:
            table.problem("address", f"{member.address} stands already in {same.path}; name each mailbox once")
    return members


def mail_password(mail: MailSettings, environment: Mapping[str, str] = os.environ) -> str | None:
    """The password of the mail login, or None if none is given.

    It is taken from the first of these places: $NEWSWATCH_SMTP_PASSWORD; the file that $NEWSWATCH_SMTP_PASSWORD_FILE names; the systemd
    credential `smtp-password` (systemd.exec(5), LoadCredential=); `password_file` of the settings. The line end of a file does not belong to
    it. Raises ConfigError if a named file can't be read, may be read by every account or does not hold exactly one line; the message never shows
    what the file holds.
    """
    return Places("mail password", PASSWORD, CREDENTIAL, mail.password_file).secret(environment)


def _member(table: Table) -> Member:
    default = Member("")
    member = Member(
        address=_address(table, "address", needed=True),
        name=_line(table, "name", default.name),
        role=table.choice("role", Role, default.role) or default.role,
        notices=table.choices("notices", NoticeKind, default.notices),
    )
    table.finish()
    return member


def _address(table: Table, key: str, *, needed: bool = False) -> str:
    value = table.text(key, None if needed else "")
    if value and not is_address(value):
        table.problem(key, f"expected a mail address such as xa@hue.gov.vn, found {value!r}")
    return value


def _web_address(table: Table, key: str) -> str:
    value = table.text(key, "")
    if value and carries_login(value):
        table.problem(
            key, "carries a login, which this address can't have; write what watches it as a part of its path, as Healthchecks does"
        )
    elif value and not (value.startswith(("http://", "https://")) and site_of(value)):
        table.problem(
            key, "expected an address beginning with http:// or https://, found something else, which is not shown since it may be a secret"
        )
    return value


def _line(table: Table, key: str, default: str) -> str:
    value = table.text(key, default)
    if not value.isprintable():
        table.problem(key, f"expected one line of text, found {value!r}")
    return value


def _host(table: Table) -> str:
    value = table.text("host", "")
    if value and not is_host(value):
        found = "" if "@" in value else f", found {value!r}"
        table.problem("host", f"expected the name of a mail server such as smtp.hue.gov.vn, without port or login{found}")
    return value


def _path(table: Table, key: str, base: Path) -> Path | None:
    value = table.text(key, "")
    return base / Path(value).expanduser() if value else None


def _clocks(table: Table, key: str, default: tuple[time, ...]) -> tuple[time, ...]:
    texts = table.texts(key, [f"{t:%H:%M}" for t in default])
    if table.values.get(key) == []:
        table.problem(key, "is empty; name at least one time such as 06:30")
    return tuple(sorted({_clock(table, key, text) for text in texts}))


def _clock(table: Table, key: str, text: str) -> time:
    if not _CLOCK.fullmatch(text):
        table.problem(key, f"expected a time of day such as 06:30, found {text!r}")
        return time()
    return time.fromisoformat(text)


def _days(table: Table, key: str, default: tuple[int, ...]) -> tuple[int, ...]:
    if not table.has(key):
        return default
    before, days = len(table.problems), table.wholes(key)
    odd = [day for day in days if not 1 <= day <= LAST_COMMON_DAY]
    if odd and len(table.problems) == before:
        table.problem(key, f"expected days that every month has, 1 to {LAST_COMMON_DAY}, found {odd[0]}")
    return tuple(sorted(set(days)))
