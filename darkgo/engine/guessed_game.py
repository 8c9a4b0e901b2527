"""A record whose next moves may be guessed."""

from collections.abc import Hashable
from dataclasses import dataclass

from darkgo.engine.shown_game import ShownGame
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

    @property
    def wrong_guess(self) -> Guess | None:
        """The guess that led to the present position, if the record has another move."""
        if self._guess is None or self._guess[0] != self.tree.node:
            return None
        guess = self._guess[1]
        return guess if guess.point != guess.played else None
