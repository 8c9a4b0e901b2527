"""Reading ahead in one game: a tree of positions, which position is evaluated next, and what was found."""
