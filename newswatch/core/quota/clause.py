"""The words of a quota clause: scopes, readings, policies, and the document it comes from. A whole clause with its numbers is a `rule.Rule`.

Scopes and readings are all the meanings that the clause of criterion 1.3.3 can have, since its words leave open which one is meant.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Scope(StrEnum):
    """Which items face the quota: those of all channels together, those of each channel, or those of the best channel."""

    COMBINED = "combined"
    EACH_CHANNEL = "each_channel"
    ANY_CHANNEL = "any_channel"


class Reading(StrEnum):
    """How missing items become lost points over a year. The arithmetic is in `readings`."""

    A_CUMULATIVE = "A_cumulative"
    B_DEFICIENT_MONTHS = "B_deficient_months"
    C_WORST_MONTH = "C_worst_month"
    D_AVERAGE_CEIL = "D_average_ceil"
    D_AVERAGE_EXACT = "D_average_exact"
    E_ANNUAL_TOTAL = "E_annual_total"
    F_MEAN_SCORE = "F_mean_score"


class ReadingStatus(StrEnum):
    """Whether the reading is newswatch's default for planning, or stands in a document."""

    ASSUMED = "assumed"
    CONFIRMED = "confirmed"


class Policy(StrEnum):
    """What happens to an item of a doubtful kind: it counts, waits for a person, or is left out."""

    COUNT = "count"
    REVIEW = "review"
    EXCLUDE = "exclude"


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """The document a rule comes from. `verified` says that its own text was seen, `source` where. A plan may be known without its number."""

    number: str
    date: date
    issuer: str
    verified: bool
    source: str = ""

    def __str__(self) -> str:
        return f"{self.number or 'document without known number'} of {self.date:%d/%m/%Y}, {self.issuer}"
