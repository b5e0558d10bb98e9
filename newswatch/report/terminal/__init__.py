"""What the command line prints for people. No wording that another reader shares; that lies in vi."""
