"""Any interleaving of several processes on one database, some of them killed. The long run is tests/heavy/interleavings.py."""

from hypothesis import HealthCheck, settings
from interleavings import Interleavings

TestInterleavings = Interleavings.TestCase
TestInterleavings.__doc__ = (
    "Whatever several processes do at once, and wherever they are killed, nothing is lost, doubled or stated against its rows."
)
TestInterleavings.settings = settings(max_examples=5, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck))
