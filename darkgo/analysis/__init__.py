"""KataGo's analysis protocol: JSON, with one query or answer per line."""
