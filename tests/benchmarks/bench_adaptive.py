"""How many polls a rule for quiet units leaves out, and how much later an item is seen: posts in bursts, a year, checks of the daemon.

Run by hand: PYTHONPATH=$PWD:$PWD/tests python tests/benchmarks/bench_adaptive.py

A burst is an hour or two in which a clerk puts up what has gathered: 1 to 4 posts, on working days between 7 and 17. The rates are those of commune
portals, from two posts a month to sixty. Prints per cent of polls left out, and hours by which an item is seen later, mean and worst.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random

from newswatch.core.model import LOCAL
from newswatch.core.notices.agenda import Agenda
from newswatch.core.polling import adaptive
from newswatch.core.polling.adaptive import Quiet, is_decisive

_BEGIN, _DAYS = datetime(2026, 1, 1, tzinfo=LOCAL), 365
_HOUR = timedelta(hours=1)
PLANS = {
    "hourly": [time(hour, 7) for hour in range(24)],
    "twice": [time(6, 30), time(17, 30)],
    "four times": [time(h) for h in (7, 10, 14, 17)],
}


def posts(rng: Random, a_month: int) -> list[datetime]:
    """A year's posts of one unit."""
    found: list[datetime] = []
    while len(found) < a_month * 12:
        day = rng.randrange(_DAYS)
        at = _BEGIN + timedelta(days=day, hours=rng.uniform(7, 17))
        if at.weekday() < 5:
            found += [at + _HOUR * rng.uniform(0, 2) for _ in range(rng.randint(1, 4))]
    return sorted(found[: a_month * 12])


def watch(plan: Sequence[time], put_up: Sequence[datetime]) -> tuple[int, int, list[float]]:
    """How many checks there were, how many left the unit out, and the hours by which each post was seen later than by all checks."""
    agenda = replace(Agenda(tuple(plan), 0, time(8), "x"))
    times = [datetime.combine((_BEGIN + timedelta(days=n)).date(), at, LOCAL) for n in range(_DAYS) for at in plan]
    polled = news = times[0].astimezone(UTC)
    left_out, first, waiting, later = 0, dict[datetime, datetime](), list(put_up), list[float]()
    for now in times[1:]:
        first |= {post: now for post in waiting if post <= now and post not in first}
        wait = Quiet(polled, news).may_wait(agenda.checks_around(now), now) and not is_decisive(now.date(), None, (10, 20, 25))
        if wait:
            left_out += 1
            continue
        seen = [post for post in waiting if post <= now]
        later += [(now - first[post]) / _HOUR for post in seen]
        waiting = waiting[len(seen) :]
        polled, news = now, now if seen else news
    return len(times), left_out, later


def main() -> None:
    """Prints the table."""
    rng = Random(14)
    worlds = {rate: [posts(rng, rate) for _ in range(5)] for rate in (2, 5, 15, 60)}
    print(f"{'checks':11} {'share':>6} " + " ".join(f"{rate:>3} a month {'':12}" for rate in worlds) + "   all")
    for name, plan in PLANS.items():
        for share in (4, 8, 16):
            adaptive.SHARE = share
            cells, sums = [], [0, 0, 0.0, 0]
            for some in worlds.values():
                found = [watch(plan, one) for one in some]
                made, left, later = sum(f[0] for f in found), sum(f[1] for f in found), [x for f in found for x in f[2]]
                cells.append(f"{100 * left / made:4.0f}% {sum(later) / len(later):5.2f} h ≤ {max(later):4.1f} h ")
                sums = [sums[0] + made, sums[1] + left, sums[2] + sum(later), sums[3] + len(later)]
            print(
                f"{name:11} {'1/' + str(share):>6} " + " ".join(cells) + f" {100 * sums[1] / sums[0]:4.0f}% {sums[2] / sums[3]:5.2f} h",
                flush=True,
            )


if __name__ == "__main__":
    main()
