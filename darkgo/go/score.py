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

    `dead` is the mask of the dead stones; `captures` are those taken in play. The eyes of groups in seki are
    nobody's. The owner of a point has a living stone or territory there.
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
    """The prisoners of each colour: what it captured in play, and the opponent's dead stones."""
    return {colour: captures[colour] + (dead & board.stones(colour.other)).bit_count() for colour in Colour}


def territory(board: Board) -> tuple[int, int]:
    """The masks of Black's and White's territory on a board without dead stones, without eyes in seki."""
    empty, beside = regions(board), grid(board.size).around(seki(board))
    black, white = (sum(region for region in own if not region & beside) for own in empty[:2])
    return black, white


def surplus(game: Game) -> int:
    """Black's stones set up and played minus White's, captured ones included.

    It is the area margin minus the territory margin of a game that ends here, if no group is in seki.
    """
    board, captures = game.board, game.captures
    placed = {colour: board.stones(colour).bit_count() + captures[colour.other] for colour in Colour}
    return placed[Colour.BLACK] - placed[Colour.WHITE]


def mover_komi(rules: Rules, mover: int, surplus: int = 0, is_after_pass: bool = False) -> float:
    """The points that the player to move gets beside its area: White's komi, or minus Black's.

    Where territory is counted, the difference of the stones placed is taken off, too. For the margins are

        territory = area - surplus

    in every finished game without seki: each stone placed is on the board, and then a point of its player's
    area, or it is the opponent's prisoner. `surplus` is that of the position, which the function of that name
    knows exactly, and half a move of the player to move, who may or may not be the last to place a stone.
    After a pass nobody is expected to place more. Thus no move changes the lead by taking its turn.
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
