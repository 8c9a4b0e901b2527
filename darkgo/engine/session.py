"""One game in progress: the only owner of its moves, its suggestions and its file.

The doors show what the session holds and change it through the session alone, so that whatever one door can
do, every door can. The network is loaded when it is first needed: a board can be shown, and played on,
before JAX is imported.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from darkgo.engine import player
from darkgo.engine.policy import Policy, Suggestion, suggest
from darkgo.errors import BadInput
from darkgo.files import whole
from darkgo.go.game import Game
from darkgo.go.points import PASS, Colour
from darkgo.go.score import Score, area_score
from darkgo.go.sgf import write_game

MARKS = "123456789abcdefghijklmnopqrstuvwxyz"
"""What marks the suggestions on a board, the first suggestion first."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A position to be judged by the network: a copy, so that the game can go on meanwhile."""

    game: Game
    multi: bool


class Session:
    """A game, its history, and what the network thinks of the present position.

    `load` returns the network and may raise BadInput; without it nothing is suggested. `count` suggestions
    are shown. With `multi` the network looks at the eight views of the board.
    """

    def __init__(
        self,
        game: Game,
        load: Callable[[], Policy] | None = None,
        *,
        count: int = 5,
        multi: bool = False,
    ) -> None:
        self.game = game
        self.count = count
        self._multi = multi
        self._load = load
        self._policy: Policy | None = None
        self._judging = Lock()
        self._question: Question | None = None
        self._ranking: tuple[Suggestion, ...] | None = None
        self._saved: set[Path] = set()

    @property
    def multi(self) -> bool:
        """Whether the network looks at the eight views of the board and averages."""
        return self._multi

    @multi.setter
    def multi(self, multi: bool) -> None:
        self._multi = multi
        self._changed()

    # What the network thinks

    @property
    def question(self) -> Question | None:
        """The present position, to be given to `judge`; None when there is nothing to ask: the game is over,
        there is no network, or the answer is known."""
        if self._load is None or self._ranking is not None or self.game.is_over:
            return None
        if self._question is None:
            self._question = Question(self.game.snapshot(), self._multi)
        return self._question

    def judge(self, question: Question) -> tuple[Suggestion, ...] | None:
        """Every legal move of the question's position, the best first; None when the game has gone on and
        nobody waits for the answer any more.

        The one slow method, and the one that may be called from another thread: it changes nothing of the
        game. One question is answered at a time. Raises BadInput when the network cannot be loaded.
        """
        with self._judging:
            load = self._load
            if question is not self._question or load is None:
                return None
            if self._policy is None:
                self._policy = load()
            every_move = question.game.size**2 + 1
            return tuple(suggest(self._policy, question.game, every_move, question.multi))

    def accept(self, question: Question, ranking: tuple[Suggestion, ...] | None) -> bool:
        """Takes an answer of `judge`, unless the position has changed since; says whether it was taken."""
        if question is not self._question or ranking is None:
            return False
        self._ranking = ranking
        return True

    def think(self) -> None:
        """Judges the present position here and now, if it is not judged yet."""
        if question := self.question:
            self.accept(question, self.judge(question))

    def dismiss_network(self) -> None:
        """Goes on without the network, when it cannot be used."""
        self._load = None
        self._changed()

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """The best moves, as many as are to be shown; none while the position is not judged."""
        return (self._ranking or ())[: self.count]

    @property
    def marks(self) -> dict[int, str]:
        """The mark of each suggested point: 1 to 9, then a, b, c ..., and nothing after z."""
        return {
            suggestion.point: mark
            for mark, suggestion in zip(MARKS, self.suggestions, strict=False)
            if suggestion.point != PASS
        }

    # What changes the game

    def play(self, point: int) -> None:
        """The player to move plays there, or passes. Raises BadInput with the reason when that is illegal."""
        self._refuse_after_the_end()
        self.game.play(point)
        self._changed()

    def play_suggestion(self, rank: int) -> int:
        """Plays the suggestion of this rank, 1 for the first, and returns its point."""
        self._refuse_after_the_end()
        shown = self.suggestions
        if not shown:
            raise BadInput("there are no suggestions yet: type a point such as A 15, or p to pass")
        if not 1 <= rank <= len(shown):
            raise BadInput(f"there is no suggestion {rank}: type a number from 1 to {len(shown)}")
        point = shown[rank - 1].point
        self.play(point)
        return point

    def play_best(self) -> int:
        """The program plays for the player to move; returns the point. The position must be judged."""
        if self._ranking is None:
            raise BadInput("the program cannot move: the network has not judged the position")
        point = player.choose(self.game, self._ranking)
        self.play(point)
        return point

    def edit(self, point: int, colour: Colour | None) -> None:
        """Sets a stone of the colour, or clears the point; the turn stays."""
        self.game.edit(point, colour)
        self._changed()

    def undo(self) -> None:
        """Takes the last move or edit back. Raises BadInput when there is none."""
        if not self.game.undo():
            raise BadInput("there is nothing to undo")
        self._changed()

    def redo(self) -> None:
        """Does again what was taken back last. Raises BadInput when there is nothing."""
        if not self.game.redo():
            raise BadInput("there is nothing to redo")
        self._changed()

    def _refuse_after_the_end(self) -> None:
        if self.game.is_over:
            raise BadInput("the game is over: u takes the last pass back, q quits")

    def _changed(self) -> None:
        self._question = None
        self._ranking = None

    # The result and the file

    def score(self) -> Score:
        """The area score of the board as it stands: every stone on it counts as alive."""
        return area_score(self.game.board, self.game.rules.komi)

    @property
    def result(self) -> str:
        """How the game ended, in words; empty while it goes on."""
        return f"Both players passed: {self.score()} by area, every stone alive." if self.game.is_over else ""

    @property
    def _headers(self) -> dict[str, str]:
        if not self.game.is_over:
            return {}
        score = self.score()
        # SGF writes a draw as 0.
        return {"RE": str(score) if score.margin else "0"}

    def save(self, name: str) -> Path:
        """Writes the game as SGF and returns the file's path.

        A file of that name that was not written from here stays as it is: BadInput.
        """
        try:
            path = Path(name).expanduser()
            if path.suffix.lower() != ".sgf":
                raise BadInput(f"{name}: the name of a saved game ends in .sgf")
            if path not in self._saved and path.exists():
                raise BadInput(f"{path}: exists already; choose another name")
            data = write_game(self.game, **self._headers)
            with whole(path) as file:
                file.write(data)
        except (OSError, ValueError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise BadInput(f"{name}: the game cannot be saved: {reason}") from None
        self._saved.add(path)
        return path
