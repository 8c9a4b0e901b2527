"""The line mode: plain text as in the original program, for pipes and screen readers."""
