"""What newswatch decides, pure: no clock, no files, no network. Reading lies in sources, storing in store, wording in report.

The nouns of all folders lie beside this file. The folders follow each other: dates, classify and quota, polling, count, notices.
"""
