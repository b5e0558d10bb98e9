"""Reads the outside: portals, feeds, articles and log files become entries, articles and bulletins. Nothing here compares, classifies or stores."""
