"""What people and machines read of an evidence pack: its index page, a bulletin as text, what verifying one found."""
