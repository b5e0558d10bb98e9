"""The first config.toml: its commented parts are sound once their comment signs go."""

from datetime import UTC, datetime
from pathlib import Path

from newswatch.config import load
from newswatch.core.bulletin import Broadcasts
from newswatch.core.model import Page
from newswatch.core.notices.notice import NoticeKind, Role
from newswatch.services import starter
from newswatch.services.probe import Probe


def test_the_board_it_sketches_can_be_taken_as_it_stands(tmp_path: Path) -> None:
    """Uncommented, the board table is read: address, name, role, and the notices that this member gets; so are the keys of the loudspeaker log."""
    url = "https://xa.example.vn/tin"
    page = Page(url, url, 200, b"", "text/html", datetime(2026, 1, 2, tzinfo=UTC))
    probe = Probe(page, "listing", "joomla", (), None, (), ())
    text = starter.config(starter.Answers(url, "Quảng Thọ", "xã", "quang-dien-2614"), probe, None)
    text = text.replace("# broadcasts", "broadcasts").replace("# log_closes_on = 10", "log_closes_on = 12")
    sketch = text[text.index("# [[units.board]]") :].partition("\n\n")[0]
    path = tmp_path / "config.toml"
    path.write_text(text.replace(sketch, "\n".join(line.removeprefix("# ") for line in sketch.splitlines())), encoding="utf-8")
    (unit,) = load(path).units
    assert (unit.broadcasts, unit.log_closes_on) == (Broadcasts.UNWATCHED, 12)
    (member,) = unit.board
    assert (member.address, member.role) == ("thuky@example.vn", Role.SECRETARY)
    assert member.name
    assert 0 < len(member.notices) < len(NoticeKind)
