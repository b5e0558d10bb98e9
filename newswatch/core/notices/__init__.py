"""What the board is to be told and when: notices that are due, working days, the daily duties. How a notice is worded lies in report.letters, how it is
sent in mail."""
