"""A match: many games between two sides, played at the same time."""

from collections import deque
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from threading import Thread

from darkgo.arena.entrants import Entrant
from darkgo.arena.ladder import is_name
from darkgo.arena.openings import Opening
from darkgo.arena.players import NO_CLOCK, Player
from darkgo.arena.referee import Verdict, play
from darkgo.engine.clock import Clock
from darkgo.engine.dead import dead_stones
from darkgo.errors import BadInput, shown
from darkgo.go.game import Game, Rules
from darkgo.go.points import Colour


@dataclass(frozen=True, slots=True)
class Played:
    """One game that is over."""

    number: int
    game: Game
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Match:
    """The settings of a match. Games are numbered from 1. The first side has Black in odd games. Game 2k has
    the same opening as game 2k - 1."""

    sides: tuple[Entrant, Entrant]
    size: int
    rules: Rules
    openings: Sequence[Opening]
    """At least one."""
    seed: int
    seconds: float
    """The time limit for each answer of a program, in seconds."""
    clock: Clock = NO_CLOCK
    """The clock that each game begins with."""

    def black(self, number: int) -> int:
        """Which side has Black in a game: 0 or 1."""
        return (number + 1) % 2

    def opening(self, number: int) -> Opening:
        """The moves that a game begins with."""
        return self.openings[(number - 1) // 2 % len(self.openings)]

    def check(self) -> None:
        """Raises BadInput if a side cannot play on this board, or has no name of its own."""
        for side in self.sides:
            side.check(self.size, self.seconds)
            if not is_name(side.name):
                found = f'found "{shown(side.name)}" as the name of a player'
                raise BadInput(f"{found}; expected one that can be printed: add ,name=NAME")
        if self.sides[0].name == self.sides[1].name:
            raise BadInput(f'both players are called "{self.sides[0].name}": add ,name=NAME to one of them')

    def play(self, numbers: Sequence[int], at_once: int) -> Generator[Played, None, None]:
        """Plays the games of these numbers, so many at a time, and yields each when it is over.

        Each game at a time has a thread and players of its own; networks are asked by all of them. To close
        the iterator ends the programs, and the games in progress.
        """
        waiting = deque(numbers)
        over: SimpleQueue[Played | BaseException] = SimpleQueue()
        crews = [self._players() for _ in range(min(at_once, len(numbers)))]
        threads = [
            Thread(target=self._work, args=(waiting, crew, over), name="match", daemon=True) for crew in crews
        ]
        left = len(waiting)
        for thread in threads:
            thread.start()
        try:
            for _ in range(left):
                played = over.get()
                if isinstance(played, BaseException):
                    raise played
                left -= 1
                yield played
        finally:
            if left:
                waiting.clear()
                for crew in crews:
                    for player in crew:
                        player.kill()
            for thread in threads:
                thread.join()

    def _players(self) -> list[Player]:
        return [side.player(self.seconds, self.seed) for side in self.sides]

    def _work(
        self, waiting: deque[int], crew: list[Player], over: "SimpleQueue[Played | BaseException]"
    ) -> None:
        try:
            while number := _next(waiting):
                over.put(self._play(number, crew))
        except BaseException as error:
            over.put(error)
        finally:
            for player in crew:
                player.close()

    def _play(self, number: int, players: Sequence[Player]) -> Played:
        game = Game(self.size, self.rules)
        for point in self.opening(number):
            game.play(point)
        black = self.black(number)
        seats: Mapping[Colour, Player] = {Colour.BLACK: players[black], Colour.WHITE: players[1 - black]}
        evaluator = next((side.evaluator for side in self.sides if side.evaluator), None)
        find_dead = partial(dead_stones, evaluator)
        return Played(number, game, play(game, seats, number, find_dead, self.clock))


def _next(waiting: deque[int]) -> int | None:
    """The number of the next game; None if another thread took the last one."""
    try:
        return waiting.popleft()
    except IndexError:
        return None
