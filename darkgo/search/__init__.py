"""The search: it reads ahead in one game, in a tree of positions."""
