"""The sample portal of `newswatch demo`: a made-up commune's year 2019, served on this machine. Nothing here checks, counts or reports."""
