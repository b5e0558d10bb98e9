"""Door: the daemon. It owns a clock and no logic: what is due lives in the tables, services do it.

tick → is anything due? → a round in a process of its own (services.round) → tick
"""

from newswatch.daemon.once import once

__all__ = ["once"]
