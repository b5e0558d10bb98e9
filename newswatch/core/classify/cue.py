"""The nouns of a lexicon: its phrases, what each does and where it counts, and the numbers by which they become a verdict."""

from dataclasses import dataclass
from enum import StrEnum

from newswatch.core.model import Domain


class Kind(StrEnum):
    """What a phrase does: speaks for PAR, speaks against it, hides what stands inside it, asks for a person, or names who acts."""

    PAR = "par"
    AGAINST = "against"
    LOOKALIKE = "lookalike"
    REVIEW = "review"
    OUTSIDE = "outside"
    STATE = "state"


class Place(StrEnum):
    """Where a phrase counts."""

    ANYWHERE = "anywhere"
    TITLE = "title"


class Extent(StrEnum):
    """How much of an item there is to judge: a heading without a body, a title that is all there ever was, or title and text."""

    HEADING = "heading"
    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Cue:
    """One phrase. `text` is its folded syllables, `cancels` the number of syllables around it within which it silences PAR phrases."""

    text: str
    kind: Kind
    weight: float
    domain: Domain | None = None
    cancels: int = 0
    only: Place = Place.ANYWHERE

    @property
    def words(self) -> list[str]:
        """The syllables of the phrase."""
        return self.text.split(" ")


@dataclass(frozen=True, slots=True)
class Scoring:
    """How phrases and learned words become one score, and where the verdicts begin. The head of lexicon.toml explains each number."""

    par: float
    other: float
    lead: float
    tail: float
    lead_words: float
    text_cap: float
    cap: float
    phrase_share: float
    learned_share: float
    par_phrases: float
    title_alone: float
    par_title: float
    other_title: float
    par_heading: float
    other_heading: float = -1000
    outside: float = 1
    text_cues: float = 1000

    def limits(self, known: Extent) -> tuple[float, float]:
        """From which score an item is PAR, and up to which it is other."""
        if known is Extent.TEXT:
            return self.par, self.other
        return (self.par_title, self.other_title) if known is Extent.TITLE else (self.par_heading, self.other_heading)
