"""The line mode: a door of plain text, as the original program's, for pipes and screen readers."""
