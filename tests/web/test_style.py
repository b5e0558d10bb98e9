"""The page and the mails look alike."""

import re
from pathlib import Path

import newswatch.web
from newswatch.report.letters.html import COLOURS
from newswatch.report.tones import Tone

STYLE = Path(newswatch.web.__file__).parent / "static" / "style.css"
NAMES = {Tone.GOOD: "dat", Tone.BAD: "thieu", Tone.DOUBT: "chuaro", Tone.OPEN: "dang"}


def test_a_tone_has_one_colour_in_mails_and_on_the_page() -> None:
    """What is met, short, unknown and open has the colours of the light page in every letter, on white and on its tint."""
    light = STYLE.read_text(encoding="utf-8").split("@media")[0]
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    assert {tone: (tokens[name], tokens[f"{name}-nen"]) for tone, name in NAMES.items()} == {
        tone: (COLOURS[tone].strong, COLOURS[tone].soft) for tone in NAMES
    }
