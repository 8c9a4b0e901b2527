"""The Go Text Protocol, version 2: the interface for other programs."""
