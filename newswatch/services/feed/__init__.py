"""Scores for other systems: what is to go out is kept with the statement that it tells, and delivered in another step. Nothing is counted here."""
