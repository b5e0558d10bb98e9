"""What the doctor found, in a terminal."""

from rich.console import Console

from newswatch.report.terminal import setup


def test_advice_stands_below_what_was_found() -> None:
    """Each finding has its health, what it is about and what was found; only a finding with advice has an arrow."""
    console = Console(width=100)
    with console.capture() as captured:
        console.print(setup.findings([("ok", "clock", "right", ""), ("bad", "disk", "full [b]", "make room")]))
    lines = [line.split() for line in captured.get().splitlines()]
    assert lines == [["ổn", "clock", "right"], ["lỗi", "disk", "full", "[b]"], ["→", "make", "room"]]
