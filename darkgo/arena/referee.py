"""One game between two players, by DarkGo's rules, and its result."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic

from darkgo.arena.players import NO_CLOCK, Player
from darkgo.arena.program import Fault
from darkgo.engine.clock import Clock
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.go.points import Colour, format_point
from darkgo.go.score import score

MOST_MOVES = 3
"""The limit of moves per point of the board. After that the game is counted."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a game ended."""

    result: str
    """The result as in SGF: B+3.5, W+R, W+T, W+F, 0."""
    end: str
    """How the game ended, in words."""
    failed: Colour | None = None
    """The player who failed, or None. Too many failures in a row end the match."""


def play(
    game: Game,
    players: Mapping[Colour, Player],
    number: int,
    find_dead: Callable[[Game], int],
    clock: Clock = NO_CLOCK,
    now: Callable[[], float] = monotonic,
) -> Verdict:
    """Plays a game to its end, from the position it has, with what is left on the clock.

    An illegal move, a fault of a program, or a late answer loses the game. After two passes, or at the limit
    of moves, the area is counted without the stones that `find_dead` finds dead.
    """
    mover = game.to_move
    try:
        for mover in Colour:
            players[mover].begin(game, number, clock)
        while not _is_over(game):
            mover = game.to_move
            began = now()
            point = players[mover].move(game, clock)
            clock = clock.after(mover, now() - began)
            if clock.is_up(mover):
                return _lost(mover, "T", "lost on time")
            if point is None:
                return _lost(mover, "R", "resigned")
            if reason := game.refusal(point):
                played = f"played an illegal move, {format_point(point, game.size)}: {reason}"
                return _lost(mover, "F", played, failed=mover)
            game.play(point)
            mover = mover.other
            if not _is_over(game):
                players[mover].watch(game)
    except Fault as fault:
        return _lost(mover, fault.code, str(fault), failed=mover)
    return _counted(game, find_dead(game))


def _is_over(game: Game) -> bool:
    return game.is_over or game.move_number >= MOST_MOVES * game.size**2


def _lost(colour: Colour, code: str, said: str, failed: Colour | None = None) -> Verdict:
    winner = colour.other.name[0]
    return Verdict(f"{winner}+{code}", f"{colour.name.capitalize()} {said}", failed)


def _counted(game: Game, dead: int) -> Verdict:
    after = "two passes" if game.is_over else f"{game.move_number} moves, the limit"
    names = " ".join(format_point(point, game.size) for point in Board.points(dead))
    counted = score(game, dead)
    result = str(counted) if counted.margin else "0"
    return Verdict(result, f"counted after {after}; dead: {names or 'no stone'}")
