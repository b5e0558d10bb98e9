"""From an unknown page to a Profile: what repeats, where titles and dates stand, which selectors name them. Not used by a poll."""
