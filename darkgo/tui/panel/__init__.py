"""The panel beside the board: one file for each part."""
