"""Networks for Go: stones become planes and views, and outputs become an evaluation."""
