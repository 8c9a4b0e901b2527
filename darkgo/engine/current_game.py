"""A game in progress: moves, variations, undo, the count and the result. Two people need no more.

Nothing here knows of a network or a computer that plays: that is `session.py`.
"""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from darkgo.engine.count import Breakdown, Count
from darkgo.engine.setup import Setup
from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import Colour
from darkgo.go.score import Score
from darkgo.go.tree import GameTree


class CurrentGame:
    """A game with its variations, at one of its positions."""

    def __init__(self, tree: GameTree) -> None:
        self._begin(tree)

    def _begin(self, tree: GameTree) -> None:
        self.tree = tree
        self._forget_loser()
        self.is_record = False
        """Whether it is somebody else's game, whose result is not changed."""
        self._unsaved = False
        self.changes = 0
        """How often the game was changed, other than by moving about in it."""
        self._changed()

    def _forget_loser(self) -> None:
        self.resigned: Colour | None = None
        """Who gave the game up."""
        self.out_of_time: Colour | None = None
        """Who used up the time."""

    @property
    def loser(self) -> Colour | None:
        """Who gave the game up, or used up the time. None while it goes on, and if it is counted."""
        return self.resigned or self.out_of_time

    @property
    def is_over(self) -> bool:
        """Whether the game has ended: by two passes, because somebody gave it up, or on time."""
        return self.game.is_over or self.loser is not None

    @property
    def game(self) -> Game:
        """The present position and the way there."""
        return self.tree.game

    # Moves

    def play(self, point: int) -> None:
        """The player to move plays there, or passes. Raises BadInput with the reason when that is illegal."""
        self._refuse_after_the_end()
        self.tree.play(point)
        self._made()

    def move(self, colour: Colour, point: int) -> None:
        """This colour plays there, or passes, whoever's turn it is and even after the end: another program
        keeps the order. Raises IllegalMove."""
        self.tree.play(point, colour)
        self._made()

    def take_back(self) -> bool:
        """Forgets the last move, and a resignation after it; False if there is none."""
        if self.game.last_move is None:
            return False
        self.tree.delete()
        self._forget_loser()
        self._changed()
        return True

    def edit(self, point: int, colour: Colour | None) -> None:
        """Sets a stone of the colour, or clears the point; the turn stays. Raises IllegalMove as `Game.edit`
        does."""
        self.tree.edit(point, colour)
        self._made()

    def resign(self, colour: Colour | None = None) -> None:
        """The player to move, or `colour`, gives the game up. Raises BadInput when it is over."""
        self._refuse_after_the_end()
        self._made()
        self.resigned = colour or self.game.to_move

    def set_up(self, board: Board, to_move: Colour) -> None:
        """Puts a whole position on the board. Raises IllegalMove if a chain would have no liberty."""
        self.tree.set_up(board, to_move)
        self._made()

    def set_komi(self, komi: float) -> None:
        """Changes the komi of the game. Raises BadInput unless it is a number that makes sense."""
        self.tree.set_komi(Setup(self.game.size, komi=komi).game().rules.komi)
        self._differs()

    def set_rules(self, rules: Rules) -> None:
        """Changes the rules of the game, with the komi that they have. What is being counted stays so."""
        if rules != self.game.rules:
            self.tree.set_rules(rules)
            self._differs()

    # Moving about in the game

    def undo(self) -> None:
        """Takes the last move or edit back, or a resignation or a loss on time. Raises BadInput when there is
        nothing."""
        if self.loser:
            self._forget_loser()
        elif not self.tree.back():
            raise BadInput("there is nothing to undo")
        self._changed()

    def redo(self) -> None:
        """Does again what was taken back last, or goes on in a record. Raises BadInput when there is
        nothing, or the record's next move cannot be made."""
        with self._moving():
            if not self.tree.forward():
                raise BadInput("the record ends here" if self.is_record else "there is nothing to redo")

    def step(self, moves: int) -> None:
        """Goes so many moves on, or back, on the present line; a single step shows every comment between.

        Raises BadInput at a move of a record that cannot be made.
        """
        if abs(moves) == 1:
            with self._moving():
                _ = self.tree.forward() if moves > 0 else self.tree.back()
        else:
            self.go_to(self.game.move_number + moves)

    def go_to(self, number: int) -> None:
        """Goes to the position after that many moves of the present line, or to its nearest end.

        Raises BadInput at a move of a record that cannot be made, after going so far.
        """
        with self._moving():
            self.tree.go_to(number)

    def visit(self, node: Hashable) -> None:
        """Goes to a node of the tree. Raises BadInput at a move of a record that cannot be made."""
        with self._moving():
            self.tree.visit(node)

    def go_to_before(self, number: int) -> None:
        """Goes to the position in which that move of the present line is made. Raises BadInput as `go_to`."""
        with self._moving():
            self.tree.go_to_before(number)

    def switch(self, step: int) -> None:
        """Goes so many variations of the last move on, or back; after the last comes the first.

        Raises BadInput when there is only one, or its move cannot be made.
        """
        index, count = self.tree.sibling
        if count == 1:
            raise BadInput("there is no other variation of this move")
        with self._moving():
            self.tree.switch((index + step) % count - index)

    @contextmanager
    def _moving(self) -> Iterator[None]:
        before = self.tree.node
        try:
            yield
        finally:
            if self.tree.node != before:
                self._forget_loser()
                self._changed()

    def _refuse_after_the_end(self) -> None:
        if self.is_over:
            raise BadInput("the game is over: u takes the end back, new begins another, q quits")

    def _made(self) -> None:
        """A step was made that no file has."""
        self._forget_loser()
        self._differs()
        self._changed()

    def _differs(self) -> None:
        """The game is no longer what a file has of it."""
        self._unsaved = True
        self.changes += 1

    def _changed(self) -> None:
        self._count = Count()

    # The count

    @property
    def counting(self) -> bool:
        """Whether territory is counted: after two passes, or because it was asked for."""
        return self._count.asked or self.game.is_over

    def count_now(self) -> None:
        """Counts the position as if the game ended here, or stops doing so. Raises BadInput when the
        game is over."""
        self._refuse_after_the_end()
        self._count = Count(asked=not self._count.asked)

    @property
    def can_estimate(self) -> bool:
        """Whether there is somebody to look for dead stones."""
        return False

    @property
    def dead(self) -> int:
        """The mask of stones that count as dead."""
        return self._count.dead or 0

    @property
    def dead_are_known(self) -> bool:
        """Whether dead stones have been proposed already, or nobody can propose any."""
        return self._count.dead is not None or not self.can_estimate

    def mark_dead(self, point: int) -> bool:
        """Declares the stones that live or die with this one dead, or alive again; whether they are dead now.

        Raises BadInput when nothing is being counted, or no stone is there.
        """
        if not self.counting:
            raise BadInput("stones are marked dead when the game is counted: after two passes, or by count")
        return self._count.mark(self.game, point)

    def score(self) -> Score:
        """The score of the board without the dead stones, by the rules of the game."""
        return self._count.score(self.game)

    @property
    def result(self) -> str:
        """How the game ended, in words, or what the count says; empty while it goes on."""
        if self.loser:
            how = "resigns" if self.resigned else "runs out of time"
            return f"{self.loser.name.capitalize()} {how}: {self._without_a_count}"
        if not self.counting:
            return ""
        why = "Both players passed" if self.game.is_over else "As it stands"
        found = self._count.text(self.game) if self.dead_are_known else "looking for dead stones ..."
        return f"{why}: {found}"

    @property
    def breakdown(self) -> Breakdown | None:
        """What the score is made of; None while nothing is counted or dead stones are looked for."""
        is_counted = self.counting and self.dead_are_known and not self.loser
        return self._count.breakdown(self.game) if is_counted else None

    @property
    def _without_a_count(self) -> str:
        """The result in SGF where somebody resigned or ran out of time."""
        winner = "W" if self.loser is Colour.BLACK else "B"
        return f"{winner}+{'R' if self.resigned else 'T'}"

    # As a file

    @property
    def is_worth_keeping(self) -> bool:
        """Whether something would be lost with the game: moves of one's own that no file has."""
        return self._unsaved and not self.tree.is_bare

    def sgf(self) -> bytes:
        """The game with all its variations as an SGF file, with its result when it is over and counted."""
        self.note_result()
        return self.tree.write()

    def note_result(self) -> None:
        """Gives the tree the result of the game, or takes one away that it no longer has."""
        if self.is_over and not self.is_record and (self.loser or self.dead_are_known):
            score = self.score()
            # SGF writes a draw as 0.
            result = self._without_a_count if self.loser else str(score) if score.margin else "0"
            self.tree.set_text("RE", result)
        elif not self.is_record and not self.tree.branches:
            self.tree.set_text("RE", "")
