"""A position record as text."""

from darkgo.data.records import BLACK, SIDE, UNKNOWN, WHITE, Bytes, decode
from darkgo.go.points import LETTERS, PASS, format_point

_SIGNS = {BLACK: "X", WHITE: "O", UNKNOWN: "X"}
_OTHER_SIGNS = {BLACK: "O", WHITE: "X", UNKNOWN: "O"}
_PLAYERS = {BLACK: "X (Black)", WHITE: "O (White)", UNKNOWN: "X (colour unknown)"}
_WINNERS = {BLACK: "Black won", WHITE: "White won", UNKNOWN: "winner unknown"}


def text(raw: Bytes) -> str:
    """The record uint8 [96] as a diagram, with ``*`` at the move played, the player and the winner.

    If the record does not say who is to move, the stones of the player to move are drawn as X.
    """
    position = decode(raw.reshape(1, -1))
    player, winner = int(position.player[0]), int(position.winner[0])
    row, column = int(position.row[0]), int(position.column[0])
    point = row * SIDE + column if row < SIDE else PASS
    signs = {0: ".", 1: _SIGNS[player], -1: _OTHER_SIGNS[player]}
    cells = [signs[int(stone)] for stone in position.stones[0]]
    if point != PASS:
        cells[point] = "*"
    letters = " ".join(LETTERS[:SIDE])
    rows = [f"{SIDE - r:2} {' '.join(cells[r * SIDE : (r + 1) * SIDE])} {SIDE - r}" for r in range(SIDE)]
    played = f"{_PLAYERS[player]} to move, {format_point(point, SIDE, ' ')} played; {_WINNERS[winner]}"
    return "\n".join([f"   {letters}", *rows, f"   {letters}", played])
