"""Which positions ko and superko forbid below the root of a tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from darkgo.go.board import Board
from darkgo.go.game import Game, Step
from darkgo.go.points import PASS


@dataclass(frozen=True, slots=True)
class Past:
    """The game up to the root of a tree, and the positions that must not repeat."""

    steps: tuple[Step, ...]
    """From the start of the game to the root."""
    superko: bool
    seen: frozenset[tuple[int, int]]
    """With superko: Black's and White's stones in each position since the last edit."""
    before: Board | None
    """The position before the last move, if that move placed a stone. With simple ko it must not repeat."""

    @classmethod
    def of(cls, game: Game) -> "Past":
        """The past of a game at its present position."""
        steps = game.history
        last = steps[-1]
        placed = last.move is not None and last.move[1] != PASS
        before = last.before.board if placed and last.before else None
        seen = ((step.board.black, step.board.white) for step in last.since_edit)
        superko = game.rules.superko
        return cls(steps, superko, frozenset(seen if superko else ()), before)

    def forbids(self, after: Board, line: Sequence[Board], passed: bool) -> bool:
        """Whether the position `after` is forbidden.

        `line` has the positions from the root to the one before it. `passed`: whether the last move of the
        line was a pass.
        """
        black, white = after.black, after.white
        if self.superko:
            return (black, white) in self.seen or any(
                board.black == black and board.white == white for board in line
            )
        if passed:
            return False
        before = line[-2] if len(line) > 1 else self.before
        return before is not None and before.black == black and before.white == white

    def moves_to(self, later: "Past") -> list[int] | None:
        """The moves from here to a later moment of the same game.

        None if there are none: a move was taken back, the board was edited, or it is another game.
        """
        if len(later.steps) < len(self.steps) or not all(map(_same, self.steps, later.steps)):
            return None
        added = later.steps[len(self.steps) :]
        movers = [self.steps[-1].to_move, *(step.to_move for step in added)]
        if any(
            step.move is None or step.move[0] is not mover for step, mover in zip(added, movers, strict=False)
        ):
            return None
        if any(after is not mover.other for mover, after in pairwise(movers)):
            return None
        return [step.move[1] for step in added if step.move]


def _same(one: Step, other: Step) -> bool:
    """Whether two steps are the same move to the same position."""
    if one is other:
        return True
    return (one.board, one.to_move, one.move) == (other.board, other.to_move, other.move)
