"""A loudspeaker log file → bulletins, and the rows that are none. What a bulletin counts for is decided in core."""
