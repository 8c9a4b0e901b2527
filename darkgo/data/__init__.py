"""From SGF archives to position records."""
