"""The game: points, board, history, score and SGF."""
