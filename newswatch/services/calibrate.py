"""Which readings of the clause explain the scores that were awarded in past years."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from newswatch.config import read_toml
from newswatch.core.quota.calibrate import Fit, calibrate
from newswatch.core.quota.past_years import past_years
from newswatch.core.quota.rule import Rule


@dataclass(frozen=True, slots=True)
class Calibration:
    """The past years, and the ways of counting that give the score of each of them."""

    years: tuple[int, ...]
    fits: tuple[Fit, ...]


def run(history: Path, rule_of: Callable[[int], Rule]) -> Calibration:
    """Tries every reading on a history file (`core.quota.past_years`); `rule_of` gives the rule of its last year. Raises ConfigError."""
    years = past_years(read_toml(history), str(history))
    return Calibration(tuple(years), tuple(calibrate(rule_of(max(years)), list(years.values()))))
