"""A position record, and what a search preferred there, as text."""

from darkgo.data.records import BLACK, UNKNOWN, WHITE, Bytes, decode, side_of
from darkgo.data.targets import NONE, WHOLE, Targets
from darkgo.go.points import LETTERS, PASS, format_point

_SIGNS = {BLACK: "X", WHITE: "O", UNKNOWN: "X"}
_OTHER_SIGNS = {BLACK: "O", WHITE: "X", UNKNOWN: "O"}
_PLAYERS = {BLACK: "X (Black)", WHITE: "O (White)", UNKNOWN: "X (colour unknown)"}
_WINNERS = {BLACK: "Black won", WHITE: "White won", UNKNOWN: "winner unknown"}


def text(raw: Bytes) -> str:
    """The record uint8 [R] as a diagram, with ``*`` at the move played, the player and the winner.

    If the record does not say who is to move, the stones of the player to move are drawn as X.
    """
    position, side = decode(raw.reshape(1, -1)), side_of(len(raw))
    player, winner = int(position.player[0]), int(position.winner[0])
    row, column = int(position.row[0]), int(position.column[0])
    point = row * side + column if row < side else PASS
    signs = {0: ".", 1: _SIGNS[player], -1: _OTHER_SIGNS[player]}
    cells = [signs[int(stone)] for stone in position.stones[0]]
    if point != PASS:
        cells[point] = "*"
    letters = " ".join(LETTERS[:side])
    rows = [f"{side - r:2} {' '.join(cells[r * side : (r + 1) * side])} {side - r}" for r in range(side)]
    played = f"{_PLAYERS[player]} to move, {format_point(point, side, ' ')} played; {_WINNERS[winner]}"
    return "\n".join([f"   {letters}", *rows, f"   {letters}", played])


def target_text(targets: Targets, number: int) -> str:
    """What a search preferred in a record: its visits, the win rate of the player, and moves with their
    shares."""
    row = targets.rows[number]
    if not row["visits"]:
        return "search: none"
    side = targets.side
    points = [PASS if move == side * side else int(move) for move in row["moves"] if move != NONE]
    moves = [
        f"{format_point(point, side, ' ')} {share / WHOLE:.1%}"
        for point, share in zip(points, row["shares"], strict=False)
    ]
    return f"search: {row['visits']} visits, win rate {row['win'] / WHOLE:.1%}: {', '.join(moves)}"
