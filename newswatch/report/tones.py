"""How good or bad a piece of news is. Each medium has colours of its own for the tones; none says anything by colour alone."""

from enum import StrEnum

from newswatch.core.count.statement import State


class Tone(StrEnum):
    """How good the news is."""

    GOOD = "good"
    BAD = "bad"
    DOUBT = "doubt"
    OPEN = "open"
    NONE = "none"


TONES = {State.MET: Tone.GOOD, State.SHORT: Tone.BAD, State.UNKNOWN: Tone.DOUBT, State.OPEN: Tone.OPEN}
