"""Why an assessment sheet can't be read is told in Vietnamese, whatever the reason."""

from pathlib import Path

import pytest
import raised_messages
from raised_messages import SAMPLE, raised
from wording import MARKS, english

import newswatch
from newswatch.report.vi.reasons import technical

SHEETS = Path(newswatch.__file__).parent / "report" / "sheets"


def test_every_reason_is_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each message that reading a sheet can end with has a Vietnamese form without an English word."""
    monkeypatch.setattr(raised_messages, "RAISED", raised_messages.RAISED | {"InputError"})
    paths = [SHEETS / name for name in ("package.py", "markup.py", "worksheet.py", "reading.py")]
    messages = sorted({text for _, text in raised([*paths, SHEETS.parents[1] / "services" / "assess" / "files.py"])})
    assert len(messages) > 20
    for text in (text for text in messages if "must end with" not in text and "lies there" not in text and "be written" not in text):
        told = technical(text)
        assert MARKS.search(told), text
        assert english(told.replace(SAMPLE, "")) == [], told
