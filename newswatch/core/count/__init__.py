"""From items to a count: which items tell the same news, what counts and why not, what a loudspeaker log proves, a unit's month and year,
what changed a stated month.

What polls cover lies in `polling`, points and readings in `quota`, what the board is told in `notices`.
"""
