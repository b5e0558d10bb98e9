"""What awaits a person, as a terminal or a pipe gets it: no address is broken."""

import io

import pytest
from rich.console import Console
from worlds import countable, year_of

from newswatch.cli.context import show
from newswatch.core.count.settling import to_settle
from newswatch.core.model import Verdict
from newswatch.report.terminal import settling

URL = "https://xa.example/" + "tin-tuc-su-kien/" * 8 + "bai-viet-1.html"


def test_addresses_are_whole_at_any_width(capsys: pytest.CaptureFixture[str]) -> None:
    """At 80 columns and through a pipe each waiting item's address stands whole on one line."""
    year = year_of([countable(1, "Hội nghị " * 40, "2026-03-05", url=URL, verdict=Verdict.UNSURE)])
    found = to_settle([year], [line for line in year.lines if line.awaiting])
    out = io.StringIO()
    Console(file=out, width=80, force_terminal=True).print(*settling.addresses(found), soft_wrap=True, sep="\n", highlight=False)
    assert f"Mục 1: {URL}" in out.getvalue()
    show(settling.listing(found), "", *settling.addresses(found))
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line == f"Mục 1: {URL}"]
    assert len([line for line in lines if "Hội nghị" in line]) == 1
