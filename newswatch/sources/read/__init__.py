"""What the readers of feeds, listings and articles share: text, dates, links and metadata of a page whose profile is known."""
