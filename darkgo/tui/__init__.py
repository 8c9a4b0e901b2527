"""The board in the terminal: a door built with Textual."""
