"""A table of criteria with maxima, self-scores and appraised scores: the set it follows, what is wrong in it, what was lost, who ranks where.

criteria file → `criteria` · table as read → `sheet` (rows by `codes`) → `checking`, `comparing`, `standing`. Points are decimals; what is not known is
never 0.
"""
