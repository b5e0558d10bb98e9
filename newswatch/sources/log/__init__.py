"""Reads a loudspeaker log file into bulletins, and says why each other row is none. What a bulletin counts for is decided in core."""
