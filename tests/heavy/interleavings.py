"""Many interleavings of several processes on one database, some of them killed. Run by hand:

    PYTHONPATH=$PWD:$PWD/tests python -m heavy.interleavings [--runs 100] [--steps 30]

Prints how many deeds of each kind ended well, were refused or were killed. A broken law ends the run with the shortest steps that break it.
"""

import argparse
import time

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from interleavings import OUTCOMES, Interleavings


def main() -> None:
    """Runs the machine and prints what it did."""
    parser = argparse.ArgumentParser(description="Many interleavings of several processes on one database.")
    parser.add_argument("--runs", type=int, default=100, help="databases to work on")
    parser.add_argument("--steps", type=int, default=30, help="steps on each")
    given = parser.parse_args()
    began = time.perf_counter()
    run_state_machine_as_test(
        Interleavings,
        settings=settings(
            max_examples=given.runs, stateful_step_count=given.steps, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        ),
    )
    for (deed, ended), count in sorted(OUTCOMES.items()):
        print(f"{deed:8} {ended:8} {count:6}")
    print(f"{sum(OUTCOMES.values())} deeds in {time.perf_counter() - began:.0f} s, no law broken")


if __name__ == "__main__":
    main()
