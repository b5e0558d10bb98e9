"""From items to a count: what tells one story, what counts and why not, a unit's month and year, what changed a stated month."""
