"""What the board is to be told and when. How it is worded lies in report.letters, how it is sent in mail."""
