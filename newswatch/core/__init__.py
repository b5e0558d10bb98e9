"""What newswatch decides, pure: no clock, no files, no network. Reading lies in sources, storing in store, wording in report."""
