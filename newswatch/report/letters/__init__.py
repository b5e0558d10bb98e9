"""Letters to the board: a briefing becomes a notice with subject, text, HTML, chat text and workbook. Sending is done in `mail`."""

from newswatch.report.letters.write import SHORT_TEXT, fitted, write

__all__ = ["SHORT_TEXT", "fitted", "write"]
