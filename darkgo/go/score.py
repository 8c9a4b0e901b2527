"""Scoring, by area or by territory."""

from collections.abc import Mapping
from dataclasses import dataclass

from darkgo.go.board import Board, grid
from darkgo.go.game import Game, Rules
from darkgo.go.points import Colour
from darkgo.go.seki import regions, seki


@dataclass(frozen=True, slots=True)
class Score:
    """The points of both players and the owner of each point."""

    black: float
    """Black's points."""
    white: float
    """White's points and the komi."""
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


def score(game: Game, dead: int = 0) -> Score:
    """The score of a game that ends here, by its rules. `dead` is the mask of the dead stones."""
    if game.rules.territory:
        return territory_score(game.board, game.rules.komi, game.captures, dead)
    return area_score(game.board, game.rules.komi, dead)


def area_score(board: Board, komi: float, dead: int = 0) -> Score:
    """Count the stones, and the empty regions that touch stones of one colour only (Tromp-Taylor).

    `dead` is the mask of the dead stones, which are removed first; 0 if all stones are alive.
    """
    board = without(board, dead)
    empty = regions(board)
    black, white = board.black | sum(empty.black), board.white | sum(empty.white)
    return Score(black.bit_count(), white.bit_count() + komi, _owner(board.size, black, white))


def territory_score(board: Board, komi: float, captures: Mapping[Colour, int], dead: int = 0) -> Score:
    """Count the empty regions that touch stones of one colour only, and the prisoners of each colour.

    `dead` is the mask of the dead stones; `captures` are the stones captured in play. The eyes of groups in
    seki do not count. The owner of a point has a living stone or territory there.
    """
    taken = prisoners(board, captures, dead)
    board = without(board, dead)
    black, white = territory(board)
    return Score(
        black.bit_count() + taken[Colour.BLACK],
        white.bit_count() + taken[Colour.WHITE] + komi,
        _owner(board.size, board.black | black, board.white | white),
    )


def prisoners(board: Board, captures: Mapping[Colour, int], dead: int) -> dict[Colour, int]:
    """The prisoners of each colour: the stones that it captured in play, and the opponent's dead stones."""
    return {colour: captures[colour] + (dead & board.stones(colour.other)).bit_count() for colour in Colour}


def territory(board: Board) -> tuple[int, int]:
    """The masks of Black's and White's territory on a board without dead stones, without eyes in seki."""
    empty, beside = regions(board), grid(board.size).around(seki(board))
    black, white = (sum(region for region in own if not region & beside) for own in empty[:2])
    return black, white


def surplus(game: Game) -> int:
    """Black's stones that were set up and played, minus White's. Captured stones count, too.

    In a finished game without seki, it is the area margin minus the territory margin.
    """
    board, captures = game.board, game.captures
    placed = {colour: board.stones(colour).bit_count() + captures[colour.other] for colour in Colour}
    return placed[Colour.BLACK] - placed[Colour.WHITE]


def mover_komi(rules: Rules, mover: int, surplus: int = 0, is_after_pass: bool = False) -> float:
    """The points that the player to move gets in addition to its area: White's komi, or minus Black's.

    With territory counting, the surplus of stones is subtracted, too, because in a finished game without seki

        territory margin = area margin - surplus

    Each stone placed is either on the board, as a point of its player's area, or a prisoner of the opponent.
    `surplus` is that of the position, from the function of that name. It changes while the game goes on: the
    player to move may place one more stone than the other, or as many. Half a stone of that player is counted
    for this, and none after a pass. So a move does not change the lead only because it is a move.
    """
    black = -rules.komi
    if rules.territory:
        black -= surplus + (0 if is_after_pass else mover / 2)
    return black * mover


def without(board: Board, dead: int) -> Board:
    """The board without the stones of a mask."""
    return Board(board.size, board.black & ~dead, board.white & ~dead)


def _owner(size: int, black: int, white: int) -> tuple[int, ...]:
    return tuple((black >> point & 1) - (white >> point & 1) for point in range(size**2))
