"""The evidence pack of a period: made from one moment of the database, and verified by whoever gets it, without database or configuration."""

from newswatch.services.evidence.making import Asked, Made, make
from newswatch.services.evidence.verifying import verify

__all__ = ["Asked", "Made", "make", "verify"]
