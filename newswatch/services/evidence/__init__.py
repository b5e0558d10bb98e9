"""The evidence pack of a period: made from one moment of the database (`making`), and verified by whoever gets it, without database or configuration
(`verifying`, which loads none of what making needs)."""
