"""From position records to weights."""
