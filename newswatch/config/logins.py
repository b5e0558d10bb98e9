"""Reads from config.toml the login of a source, and from elsewhere its password, which never stands in config.toml; refuses addresses that carry one."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from newswatch.config.secrets import Places
from newswatch.core.identity import origin_of
from newswatch.core.table import Table, raise_problems
from newswatch.masking import carries_login, secret_parameter

_VARIABLE = "NEWSWATCH_SOURCE_PASSWORD"
_CREDENTIAL = "source-password"


@dataclass(frozen=True, slots=True)
class Login:
    """The login (HTTP Basic, RFC 7617) that a person has for one server, known by `origin`: scheme, host and port. The password is no part of it."""

    name: str
    origin: str
    password_file: Path | None = None

    @property
    def places(self) -> Places:
        """Where its password may lie; the variable and the credential bear the name of the host."""
        host = self.origin.partition("://")[2]
        variable = f"{_VARIABLE}_{re.sub('[^A-Z0-9]+', '_', host.upper()).strip('_')}"
        return Places("password of the source", variable, f"{_CREDENTIAL}-{host.replace(':', '-')}", self.password_file)


def password_of(login: Login, environment: Mapping[str, str] = os.environ) -> str | None:
    """The password of a login, or None if none is given: see `secrets.Places`. Raises ConfigError."""
    return login.places.secret(environment)


def login_of(table: Table, url: str, base: Path) -> Login | None:
    """The login that one source states, for the server of its address. A relative `password_file` lies beside config.toml."""
    if table.has("password"):
        table.problem(
            "password", f"a password is never written here; put it into a file and name that as password_file, or set {_VARIABLE}_HOST"
        )
        table.values = {key: value for key, value in table.values.items() if key != "password"}
    name, file = table.text("login", ""), table.text("password_file", "")
    if not name:
        if file:
            table.problem("password_file", 'stands without a login; name whose password it is: login = "…"')
        return None
    if ":" in name or not name.isprintable():
        table.problem("login", "expected the name alone, without a colon; its password goes into a file of its own, named as password_file")
    if url.startswith("http://") and not _on_this_machine(url):
        table.problem("login", "a password is never sent over a connection that is not encrypted; write url with https://")
    return Login(name, origin_of(url), base / Path(file).expanduser() if file else None)


def login_given(url: str, name: str, file: Path | None) -> Login | None:
    """The login for an address as options of a command line give it. Raises ConfigError as config.toml would, also if the address carries one."""
    problems: list[str] = []
    table = Table({"login": name, "password_file": str(file.absolute()) if file else ""}, "", problems)
    login = login_of(table, refuse_secrets(table, "url", url), Path())
    raise_problems(problems)
    return login


def refuse_secrets(table: Table, key: str, url: str) -> str:
    """The address, or an empty text where it carries a login or a secret parameter: that is noted as a problem, without the address."""
    if carries_login(url):
        table.problem(
            key,
            'carries a login, and addresses are printed, stored and mailed; write it without what stands before the @, put login = "…" beside it '
            "and the password into a file of its own, named as password_file",
        )
        return ""
    if name := secret_parameter(url):
        what = "and addresses are printed, stored and mailed; ask the portal's keeper for one without"
        table.problem(key, f"carries a secret as its parameter {name!r}, {what}")
        return ""
    return url


def _on_this_machine(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
