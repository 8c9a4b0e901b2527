"""What is Go about a network: stones become planes and views, and outputs become an evaluation."""
