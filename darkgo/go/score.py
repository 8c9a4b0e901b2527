"""Area scoring."""

from dataclasses import dataclass

from darkgo.go.board import Board, grid


@dataclass(frozen=True, slots=True)
class Score:
    """The points of both players and the owner of each point."""

    black: float
    """Black's stones and territory, in points."""
    white: float
    """White's stones and territory and the komi, in points."""
    owner: tuple[int, ...]
    """The owner of each of the N points: +1 Black, -1 White, 0 nobody."""

    @property
    def margin(self) -> float:
        """Points by which Black is ahead; negative if White is."""
        return self.black - self.white

    def __str__(self) -> str:
        """The result as SGF and GTP write it: "B+3.5", "W+0.5"; "Draw" if nobody is ahead."""
        if not self.margin:
            return "Draw"
        return f"{'B' if self.margin > 0 else 'W'}+{abs(self.margin):g}"


def area_score(board: Board, komi: float, dead: int = 0) -> Score:
    """Count the stones, and the empty regions that touch stones of one colour only (Tromp-Taylor).

    `dead` is the mask of the dead stones, which are removed first; 0 if all stones are alive.
    """
    board = Board(board.size, board.black & ~dead, board.white & ~dead)
    here = grid(board.size)
    black, white = board.black, board.white
    left = board.free
    while left:
        region = here.connected(left & -left, left)
        left ^= region
        border = here.around(region)
        if border & board.white == 0 != border & board.black:
            black |= region
        if border & board.black == 0 != border & board.white:
            white |= region
    area = Board(board.size, black, white)
    owner = tuple(int(area.at(point) or 0) for point in range(board.size**2))
    return Score(black.bit_count(), white.bit_count() + komi, owner)
