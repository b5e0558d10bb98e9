"""CPU of a cold start of `newswatch --help`, against Python alone and Python with click."""

import os
import subprocess
import sys

RUNS = 15
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "import click": [sys.executable, "-c", "import click"],
    "newswatch --help": [sys.executable, "-c", "from newswatch.cli import main; main()", "--help"],
    "newswatch status --help": [sys.executable, "-c", "from newswatch.cli import main; main()", "status", "--help"],
}


def cpu_seconds(command: list[str]) -> float:
    """User and system time of one run."""
    before = os.times()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Prints the median of each, and its ratio to Python alone."""
    floor = 0.0
    for name, command in COMMANDS.items():
        median = sorted(cpu_seconds(command) for _ in range(RUNS))[RUNS // 2]
        floor = floor or median
        print(f"{name:26} {median * 1000:6.0f} ms CPU  {median / floor:5.1f} × python")


if __name__ == "__main__":
    main()
