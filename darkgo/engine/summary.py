"""A kept game in one line."""

from darkgo.go.sgf import SgfError, read_games

ENOUGH = 1 << 16
"""How many bytes from the beginning of a file are read."""


def summary(data: bytes) -> str:
    """Size, moves, players and result of the first game of a file, of which `data` are the first bytes."""
    cut = len(data) >= ENOUGH
    # A character or a value that is cut in two would make the text before it unreadable.
    game = read_games(data[: data.rfind(b"]") + 1] if cut else data)[0]
    if isinstance(game, SgfError):
        return game.reason
    is_one = len(game.moves) == 1 and not game.cut
    moves = f"{len(game.moves):>3}{'+' if game.cut else ''} {'move ' if is_one else 'moves'}"
    players = f"{game.black or 'Black'} - {game.white or 'White'}"
    return f"{game.size}x{game.size}  {moves}  {players}  {game.result or 'unfinished'}"
