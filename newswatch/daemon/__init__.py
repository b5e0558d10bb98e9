"""Door: the daemon. It owns a clock and no logic: what is due lives in the tables, the verbs do it.

tick → is anything due? → a round in a process of its own: inbox, check, close, deliver → tick
"""

from newswatch.daemon.round import Round, once

__all__ = ["Round", "once"]
