"""What the command line prints for people: tables and texts. Wording that other readers share lies in `vi`."""
