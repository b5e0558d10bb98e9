"""What is said of single hosts in [fetch.hosts]: for which sites it holds, and that a table which holds for none is told."""

from pathlib import Path

from newswatch.config import idle_hosts, load
from newswatch.report import json_shapes
from newswatch.report.terminal import setup
from newswatch.services.doctor import Health, machine
from newswatch.sources.http.budget import Budget

UNIT = """
[[units]]
id = "xa"
name = "Thử"
rules = ["quang-dien-2614"]
[[units.sources]]
id = "feed"
kind = "feed"
url = "http://xa.example/rss"
hosts = ["tin.example:18080"]
"""


def written(folder: Path, head: str) -> Path:
    """A config.toml of one unit with so much before it."""
    path = folder / "config.toml"
    path.write_text(head + UNIT, encoding="utf-8")
    return path


def test_what_is_said_of_a_host_holds_for_all_its_ports(tmp_path: Path) -> None:
    """A table without a port holds for every port of its host, unless one with the port says otherwise; what that one leaves out is as for the host."""
    head = '[fetch.hosts."xa.example:18080"]\npace_seconds = 7\n[fetch.hosts."xa.example"]\npace_seconds = 5\nrequests_a_day = 9\n'
    fetch = load(written(tmp_path, head)).fetch
    pauses = [fetch.towards([host]).pace_seconds for host in ("xa.example", "xa.example:81", "xa.example:18080", "tin.example:81")]
    assert pauses == [5, 5, 7, 1]
    limits = [Budget(fetch.budgets, 3).limit(site) for site in ("xa.example", "xa.example:81", "xa.example:18080", "tin.example:81")]
    assert limits == [9, 9, 9, 3]


def test_a_host_without_any_source_is_told(tmp_path: Path) -> None:
    """A table of a host, or of a port, on which no source lies is no fault, since units come and go; `config` names it, and the doctor with advice."""
    hosts = ("no.such.host", "xa.example:81", "www.xa.example", "tin.example")
    path = written(tmp_path, "".join(f'[fetch.hosts."{host}"]\npace_seconds = 5\n' for host in hosts))
    found = load(path)
    assert idle_hosts(found) == ("no.such.host", "xa.example:81")
    shown = "\n".join(setup.lines(json_shapes.configuration(found)))
    told = [one for one in machine.configuration(path)[0] if one.about.startswith("[fetch.hosts")]
    assert [(one.about, one.health) for one in told] == [(f'[fetch.hosts."{host}"]', Health.WARN) for host in idle_hosts(found)]
    assert all(f"{one.about}: {one.found}" in shown and one.advice for one in told)
