"""What the outside looks like: portals, feeds, articles, log files → entries, articles, bulletins. Nothing here compares, classifies or stores."""
