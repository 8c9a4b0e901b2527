"""Training: from position records to weights."""
