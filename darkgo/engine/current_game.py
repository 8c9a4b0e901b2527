"""A game in progress: moves, variations, undo, the count and the result. This is all that two people need.

Nothing here knows a network or a computer that plays. They are in `session.py`.
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
        """The number of changes of the game, not counting moves back and forth in it."""
        self._changed()

    def _forget_loser(self) -> None:
        self.resigned: Colour | None = None
        """Who gave the game up."""
        self.out_of_time: Colour | None = None
        """Who used up the time."""

    @property
    def loser(self) -> Colour | None:
        """Who gave the game up, or used up the time. None in other cases."""
        return self.resigned or self.out_of_time

    @property
    def is_over(self) -> bool:
        """Whether the game has ended: by two passes, because somebody gave it up, or on time."""
        return self.game.is_over or self.loser is not None

    @property
    def game(self) -> Game:
        """The present position and the moves to it."""
        return self.tree.game

    # Moves

    def play(self, point: int) -> None:
        """The player to move plays there, or passes. Raises BadInput with the reason when that is illegal."""
        self._refuse_after_the_end()
        self.tree.play(point)
        self._made()

    def move(self, colour: Colour, point: int) -> None:
        """This colour plays there, or passes, even out of turn or after the end: another program may decide
        the order. Raises IllegalMove."""
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
        """Sets a stone of the colour, or clears the point. The turn stays the same. Raises IllegalMove as
        `Game.edit` does."""
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
        """Changes the rules of the game, and the komi to theirs. A count goes on."""
        if rules != self.game.rules:
            self.tree.set_rules(rules)
            self._differs()

    # Moving about in the game

    def undo(self) -> None:
        """Takes back the last move or edit, or a resignation or a loss on time. Raises BadInput if there is
        nothing to take back."""
        if self.loser:
            self._forget_loser()
        elif not self.tree.back():
            raise BadInput("there is nothing to undo")
        self._changed()

    def redo(self) -> None:
        """Makes the last undone move again, or goes on in a record. Raises BadInput if there is no next move,
        or if the record's next move cannot be made."""
        with self._moving():
            if not self.tree.forward():
                raise BadInput("the record ends here" if self.is_record else "there is nothing to redo")

    def step(self, moves: int) -> None:
        """Goes so many moves forward, or back, on the present line. A single step stops at every comment on
        the way.

        Raises BadInput at a move of a record that cannot be made.
        """
        if abs(moves) == 1:
            with self._moving():
                _ = self.tree.forward() if moves > 0 else self.tree.back()
        else:
            self.go_to(self.game.move_number + moves)

    def go_to(self, number: int) -> None:
        """Goes to the position after that many moves of the present line, or to its nearest end.

        Raises BadInput at a move of a record that cannot be made, and stays before that move.
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
        """Goes so many variations of the last move forward, or back. After the last comes the first.

        Raises BadInput if there is only one, or if its move cannot be made.
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
        """Notes a step that no file has."""
        self._forget_loser()
        self._differs()
        self._changed()

    def _differs(self) -> None:
        """Notes that the game differs from its file."""
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
        """Counts the position as if the game ended here, or ends the count. Raises BadInput if the game is
        over."""
        self._refuse_after_the_end()
        self._count = Count(asked=not self._count.asked)

    @property
    def can_estimate(self) -> bool:
        """Whether dead stones can be estimated."""
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
        """Marks the stones that live or die with this one as dead, or as alive again. Returns whether they
        are dead now.

        Raises BadInput if nothing is being counted, or if no stone is there.
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
        """The parts of the score; None if nothing is counted, and while dead stones are looked for."""
        is_counted = self.counting and self.dead_are_known and not self.loser
        return self._count.breakdown(self.game) if is_counted else None

    @property
    def _without_a_count(self) -> str:
        """The result in SGF after a resignation or a loss on time."""
        winner = "W" if self.loser is Colour.BLACK else "B"
        return f"{winner}+{'R' if self.resigned else 'T'}"

    # As a file

    @property
    def is_worth_keeping(self) -> bool:
        """Whether the game has moves of one's own that no file has."""
        return self._unsaved and not self.tree.is_bare

    def sgf(self) -> bytes:
        """The game with all its variations as an SGF file, with its result when it is over and counted."""
        self.note_result()
        return self.tree.write()

    def note_result(self) -> None:
        """Writes the result of the game into the tree, or removes a result that is not valid any more."""
        if self.is_over and not self.is_record and (self.loser or self.dead_are_known):
            score = self.score()
            # SGF writes a draw as 0.
            result = self._without_a_count if self.loser else str(score) if score.margin else "0"
            self.tree.set_text("RE", result)
        elif not self.is_record and not self.tree.branches:
            self.tree.set_text("RE", "")
