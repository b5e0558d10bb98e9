"""Years that are kept: equal to years judged anew, whatever happens. The long run is tests/heavy/kept_years.py."""

from hypothesis import HealthCheck, settings
from kept_years import KeptYears

TestKeptYears = KeptYears.TestCase
TestKeptYears.__doc__ = "Whatever is written, whenever it is asked and under which settings: a kept year is the year judged anew."
TestKeptYears.settings = settings(max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
