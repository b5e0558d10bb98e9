"""The office's assessment sheet: a fresh one from a set of criteria, one filled in, checked, compared with another, and many ranked.

criteria file → sheet → filled in → checked → handed in → appraised → compared, ranked
"""

from newswatch.services.assess.files import check_unpacked
from newswatch.services.assess.filling import Asked, Change, Ready, fill, ready, so_far
from newswatch.services.assess.fresh import Form, make
from newswatch.services.assess.reading import Compared, check, compare, rank, write_ranking

__all__ = [
    "Asked",
    "Change",
    "Compared",
    "Form",
    "Ready",
    "check",
    "check_unpacked",
    "compare",
    "fill",
    "make",
    "rank",
    "ready",
    "so_far",
    "write_ranking",
]
