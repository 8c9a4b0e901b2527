"""A record whose next moves may be guessed."""

from collections.abc import Hashable
from dataclasses import dataclass

from darkgo.engine.judged_line import JudgedMove
from darkgo.engine.lesson import lesson_question
from darkgo.engine.limit import CAREFUL, Limit
from darkgo.engine.shown_game import ShownGame
from darkgo.engine.thinking import Question
from darkgo.errors import BadInput
from darkgo.go.points import PASS, Colour
from darkgo.go.tree import GameTree


@dataclass(frozen=True, slots=True)
class Guess:
    """What became of a guess at the next move of a record."""

    colour: Colour
    point: int
    """What was guessed."""
    played: int
    """What the record has."""
    rank: int | None
    """The network's rank of the move played, when it is known."""


class GuessedGame(ShownGame):
    """A game that, if it is a record, a person may play along with."""

    def _begin(self, tree: GameTree) -> None:
        self._guess: tuple[Hashable, Guess] | None = None
        self.is_problem = False
        """Whether the record is a problem: its next move is a mistake, and a better one is looked for."""
        self._answer: Hashable = None
        super()._begin(tree)

    def set_guessing(self, guessing: bool) -> None:
        """Begins or ends guessing the record's moves. Raises BadInput when no record is open."""
        if guessing and self.found_moves is None:
            raise BadInput("there is no record to guess in: open FILE.sgf opens one")
        self.guessing = guessing
        if guessing:
            self.analyses = False

    def set_analysing(self, analyses: bool) -> None:
        """As in `JudgedGame`; what is to be guessed is not analysed."""
        if analyses and self.guessing:
            raise BadInput("the next move is to be guessed first: guess stops guessing")
        super().set_analysing(analyses)

    def guess(self, point: int) -> Guess:
        """Guesses the next move of the record, which is then played. Raises BadInput when there is none."""
        node = self.tree.node
        move = self.found_moves.move(node) if self.found_moves else None
        if self.found_moves is None or move is None:
            raise BadInput("there is no move to guess here: go back into the record, or stop guessing")
        if point != PASS and self.game.board.at(point):
            self.tree.play(point)  # refuses, with the reason
        colour, played = move
        with self._moving():
            self.tree.play(played, colour)
        self.found_moves.guessed(node, point)
        guess = Guess(colour, point, played, self.found_moves.rank(node))
        self._guess = self.tree.node, guess
        return guess

    # Problems

    def ask_problem(self) -> None:
        """Asks for a better move than the next one of the record, which is a problem."""
        self.is_problem = self.guessing = True

    @property
    def awaits_answer(self) -> bool:
        """Whether a problem waits for the person's move."""
        return self.is_problem and self.guessing

    def answer(self, point: int) -> None:
        """Answers the problem with a move, which is then judged. Raises BadInput if it is illegal."""
        self.play(point)
        self.guessing = False
        self._answer = self.tree.node

    @property
    def judged_answer(self) -> JudgedMove | None:
        """The answer, if it is on the board, and what it lost as far as that is known."""
        is_shown = self._answer is not None and self._answer == self.tree.node
        return self.judged_last() if is_shown else None

    def wanted(self) -> Question | None:
        """As in `JudgedGame`. Of an answer it is asked first what it lost."""
        asked = None
        if self._answer is not None and self._answer == self.tree.node and self.evaluator:
            asked = lesson_question(self.tree, self.multi, self._known)
        return asked or super().wanted()

    @property
    def _present_limit(self) -> Limit:
        return CAREFUL if self.is_problem and self.limit.is_default else super()._present_limit

    @property
    def is_worth_keeping(self) -> bool:
        """As in `CurrentGame`; a problem is not a game of one's own."""
        return super().is_worth_keeping and not self.is_problem

    @property
    def wrong_guess(self) -> Guess | None:
        """The guess that led to the present position, if the record has another move."""
        if self._guess is None or self._guess[0] != self.tree.node:
            return None
        guess = self._guess[1]
        return guess if guess.point != guess.played else None
