"""Many worlds of one unit whose kept years are held against years judged anew after each change. Run by hand:

    PYTHONPATH=$PWD:$PWD/tests python -m heavy.kept_years [--runs 300] [--steps 60]

A broken law ends the run with the shortest steps that break it.
"""

import argparse
import time

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from kept_years import KeptYears


def main() -> None:
    """Runs the machine and says how long it took."""
    parser = argparse.ArgumentParser(description="Many worlds of one unit whose kept years are held against years judged anew.")
    parser.add_argument("--runs", type=int, default=300, help="worlds")
    parser.add_argument("--steps", type=int, default=60, help="steps in each")
    given = parser.parse_args()
    began = time.perf_counter()
    run_state_machine_as_test(
        KeptYears,
        settings=settings(
            max_examples=given.runs, stateful_step_count=given.steps, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        ),
    )
    print(f"{given.runs} worlds of up to {given.steps} steps in {time.perf_counter() - began:.0f} s, no law broken")


if __name__ == "__main__":
    main()
