"""A match: many games between two sides, played at the same time."""

from collections import deque
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from threading import Thread

import numpy as np
from numpy.typing import NDArray

from darkgo.arena.entrants import Entrant
from darkgo.arena.ladder import is_name
from darkgo.arena.openings import Opening
from darkgo.arena.players import Player, Question
from darkgo.arena.referee import Course, Verdict, course
from darkgo.engine.dead import dead_stones
from darkgo.errors import BadInput, shown
from darkgo.go.game import Game, Rules
from darkgo.go.points import Colour


class Table:
    """One game in progress. It has a verdict when it is over; until then it has an open question."""

    def __init__(self, number: int, game: Game, course: Course) -> None:
        self.number, self.game = number, game
        self._course = course
        self.question: Question | None = None
        self.verdict: Verdict | None = None

    def go_on(self, answer: NDArray[np.float32] | None) -> None:
        """Continues the game to the next question. `answer` is [A]; None starts the game."""
        try:
            self.question = self._course.send(answer) if answer is not None else next(self._course)
        except StopIteration as end:
            self.question, self.verdict = None, end.value


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

    def play(self, numbers: Sequence[int], at_once: int) -> Generator[Table, None, None]:
        """Plays the games of these numbers, `at_once` at a time, and yields each when it is over.

        Between networks, all games advance together and each network evaluates them in one batch. With a
        program, each game has a thread. Closing the iterator ends the programs.
        """
        if all(side.network for side in self.sides):
            return self._together(deque(numbers), at_once)
        return self._beside_each_other(deque(numbers), min(at_once, len(numbers)))

    def _table(self, number: int, players: Sequence[Player]) -> Table:
        game = Game(self.size, self.rules)
        for point in self.opening(number):
            game.play(point)
        black = self.black(number)
        seats: Mapping[Colour, Player] = {Colour.BLACK: players[black], Colour.WHITE: players[1 - black]}
        network = next((side.network for side in self.sides if side.network), None)
        find_dead = partial(dead_stones, network.evaluate if network else None)
        return Table(number, game, course(game, seats, number, find_dead))

    def _players(self) -> list[Player]:
        return [side.player(self.seconds, self.seed) for side in self.sides]

    def _together(self, waiting: deque[int], at_once: int) -> Generator[Table, None, None]:
        tables: list[Table] = []
        while waiting or tables:
            while waiting and len(tables) < at_once:
                table = self._table(waiting.popleft(), self._players())
                table.go_on(None)
                tables.append(table)
            _answer(tables)
            yield from (table for table in tables if table.verdict)
            tables = [table for table in tables if not table.verdict]

    def _beside_each_other(self, waiting: deque[int], at_once: int) -> Generator[Table, None, None]:
        over: SimpleQueue[Table | BaseException] = SimpleQueue()
        crews = [self._players() for _ in range(at_once)]
        threads = [
            Thread(target=self._work, args=(waiting, crew, over), name="match", daemon=True) for crew in crews
        ]
        left = len(waiting)
        for thread in threads:
            thread.start()
        try:
            for _ in range(left):
                table = over.get()
                if isinstance(table, BaseException):
                    raise table
                left -= 1
                yield table
        finally:
            if left:
                waiting.clear()
                for crew in crews:
                    for player in crew:
                        player.kill()
            for thread in threads:
                thread.join()

    def _work(
        self, waiting: deque[int], crew: list[Player], over: "SimpleQueue[Table | BaseException]"
    ) -> None:
        try:
            while number := _next(waiting):
                table = self._table(number, crew)
                table.go_on(None)
                while table.question:
                    _answer([table])
                over.put(table)
        except BaseException as error:
            over.put(error)
        finally:
            for player in crew:
                player.close()


def _next(waiting: deque[int]) -> int | None:
    """The number of the next game; None if another thread took the last one."""
    try:
        return waiting.popleft()
    except IndexError:
        return None


def _answer(tables: Sequence[Table]) -> None:
    """Answers the open question of every table. Questions to the same network are one batch.

    Batches are padded to a power of two, so that few sizes are compiled.
    """
    asked: dict[tuple[int, bool], list[tuple[Table, Question]]] = {}
    for table in tables:
        if question := table.question:
            asked.setdefault((id(question.network), question.multi), []).append((table, question))
    for group in asked.values():
        first = group[0][1]
        stones = np.stack([question.stones for _, question in group])
        filled = np.zeros((1 << (len(group) - 1).bit_length(), stones.shape[1]), np.int8)
        filled[: len(group)] = stones
        found = first.network.evaluate(filled, first.multi)
        for (table, _), probabilities in zip(group, found, strict=False):
            table.go_on(probabilities)
