"""newswatch: the news-quota monitor of Vietnamese commune offices."""

__version__ = "0.1.0"
