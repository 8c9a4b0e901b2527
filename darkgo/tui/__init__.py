"""The board in the terminal, a Textual program."""
