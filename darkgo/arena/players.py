"""Who sits at a board in a match: a network, or another program."""

from random import Random
from typing import Protocol

from darkgo.arena.program import Fault, Program, RefusalError, rubbish
from darkgo.arena.program_clock import KATA, KGS, settings, time_left
from darkgo.engine import player
from darkgo.engine.clock import Clock
from darkgo.engine.limit import ALONE, Limit
from darkgo.engine.searching import FULL_TEXT, Reader
from darkgo.engine.strength import Strength
from darkgo.engine.thinking import Question, Thought
from darkgo.errors import BadInput, shown
from darkgo.go.game import Game
from darkgo.go.points import Colour, format_point, parse_point
from darkgo.model.evaluation import Evaluator

START_SECONDS = 120.0
"""The least time limit for a program's first answer, in seconds, because some take long to load."""
_RESIGN = "resign"
NO_CLOCK = Clock()


class Player(Protocol):
    """A player of a match. It plays one game after another."""

    def begin(self, game: Game, number: int, clock: Clock = NO_CLOCK) -> None:
        """Begins a game at its present position. `number` is its number in the match. Raises Fault."""
        ...

    def move(self, game: Game, clock: Clock = NO_CLOCK) -> int | None:
        """It is this player's turn, and the clock runs: the point, PASS, or None for a resignation. Raises
        Fault."""
        ...

    def watch(self, game: Game) -> None:
        """Learns the opponent's move, which is the last of the game. Raises Fault."""
        ...

    def close(self) -> None:
        """Called after the last game."""
        ...

    def kill(self) -> None:
        """Called from any thread when the match is aborted, perhaps during a game."""
        ...


class NetworkPlayer:
    """Plays as in the interfaces for people: the network's move or that of a search, and a pass after a pass
    if that wins."""

    def __init__(
        self, evaluator: Evaluator, multi: bool, strength: Strength, seed: str, limit: Limit = ALONE
    ) -> None:
        self._evaluator, self._multi, self._strength, self._seed = evaluator, multi, strength, seed
        self._limit = limit
        self._reader: Reader | None = None
        self._random = Random()
        self._thought: Thought | None = None
        self._is_given_up = False

    def begin(self, game: Game, number: int, clock: Clock = NO_CLOCK) -> None:
        """Seeds the random draws by the number of the game, so they do not depend on other games."""
        self._random = Random(f"{self._seed} {number}")
        if self._limit != ALONE:
            self._reader = Reader(self._evaluator, number)

    def move(self, game: Game, clock: Clock = NO_CLOCK) -> int | None:
        """Asks the network once, or searches, and asks for dead stones too when the opponent has passed."""
        question = Question(game.snapshot(), multi=self._multi, count=player.needs_count(game))
        limit = clock.limit(game.to_move, self._limit)
        self._thought = Thought(self._evaluator, question, limit, reader=self._reader)
        # The flag is looked at last, so that `kill` finds the thought or is noticed here.
        report = None if self._is_given_up else self._thought.result()
        if report is None or self._is_given_up:
            raise Fault("was told to stop")
        if report.remark not in ("", FULL_TEXT) and self._reader:
            raise Fault(report.remark)
        return player.decide(game, report, self._strength, self._random)

    def watch(self, game: Game) -> None:
        """Does nothing: each question contains the whole position."""

    def close(self) -> None:
        """Nothing is left open."""

    def kill(self) -> None:
        """Ends the present thought, and every later one."""
        self._is_given_up = True
        if thought := self._thought:
            thought.cancel()


class ProgramPlayer:
    """Another program over GTP. After a fault it is ended, and started again for the next game."""

    def __init__(self, command: str, seconds: float, seed: int) -> None:
        self._command, self._seconds, self._seed = command, seconds, seed
        self._program: Program | None = None
        self._takes_seed = False
        self._reads_fractions = False
        self._is_given_up = False

    def introduce(self, size: int) -> str:
        """The program's name and version. Raises Fault if it fails or cannot play on a board of that size,
        and BadInput if it cannot be started."""
        name = f"{self._ask('name')} {self._ask('version')}".strip()
        self._ask(f"boardsize {size}")
        return name

    def begin(self, game: Game, number: int, clock: Clock = NO_CLOCK) -> None:
        """Sets up the board and the clock, and the program's random seed if it has a command for that."""
        self._ask(f"boardsize {game.size}")
        if command := settings(clock.system, self._knows):
            self._ask(command)
            self._reads_fractions = command.startswith((KGS, KATA))
        self._ask("clear_board")
        self._ask(f"komi {game.rules.komi:g}")
        if self._takes_seed:
            self._ask(f"set_random_seed {self._seed + number}")
        for colour, point in game.moves:
            self._play(colour, point, game.size)

    def move(self, game: Game, clock: Clock = NO_CLOCK) -> int | None:
        """Asks the program for its move."""
        if told := time_left(clock, game.to_move, self._reads_fractions):
            self._ask(told)
        command = f"genmove {game.to_move.name.lower()}"
        answer = self._ask(command)
        if answer.lower() == _RESIGN:
            return None
        try:
            return parse_point(answer, game.size)
        except BadInput:
            self._end()
            raise Fault(rubbish(answer, command)) from None

    def watch(self, game: Game) -> None:
        """Tells the program the opponent's move."""
        self._play(*game.moves[-1], game.size)

    def _knows(self, command: str) -> bool:
        return self._ask(f"known_command {command}").lower() == "true"

    def _play(self, colour: Colour, point: int, size: int) -> None:
        self._ask(f"play {colour.name.lower()} {format_point(point, size)}")

    def _ask(self, command: str) -> str:
        if self._program is None:
            self._start()
        assert self._program
        try:
            return self._program.ask(command, self._seconds)
        except RefusalError as error:
            fault = Fault(
                f"refused {command}: {shown(str(error), 100)}" if str(error) else f"refused {command}"
            )
        except Fault as error:
            fault = error
        self._end()
        raise fault

    def _start(self) -> None:
        self._program = Program(self._command)
        if self._is_given_up:
            self._program.kill()
        try:
            known = self._program.ask("known_command set_random_seed", max(self._seconds, START_SECONDS))
        except RefusalError:
            known = ""
        except Fault:
            self._end()
            raise
        self._takes_seed = known.lower() == "true"

    def _end(self) -> None:
        if self._program:
            self._program.kill()
            self._program.close()
            self._program = None

    def close(self) -> None:
        """Asks the program to quit."""
        if self._program:
            self._program.close()
            self._program = None

    def kill(self) -> None:
        """Ends the program. A program that is started later is ended at once."""
        self._is_given_up = True
        if program := self._program:
            program.kill()
