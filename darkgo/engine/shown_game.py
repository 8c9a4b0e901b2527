"""What is shown of the network's thoughts: hints, suggestions, and the variations of candidates."""

from collections.abc import Hashable
from dataclasses import replace

from darkgo.engine.hints import HintChoice, Hints
from darkgo.engine.judged_game import JudgedGame
from darkgo.engine.ranking import Suggestion
from darkgo.engine.report import Candidate
from darkgo.errors import BadInput
from darkgo.go.points import PASS, Colour
from darkgo.go.tree import GameTree
from darkgo.model.evaluation import Evaluator

MARKS = "123456789abcdefghijklmnopqrstuvwxyz"
"""The marks of the suggestions on a board, the first suggestion first."""


class ShownGame(JudgedGame):
    """A game, and what the person sees of the network's thoughts about it.

    `computer` holds the colours that the program plays. `count` suggestions are shown if `hint_choice` wants
    any.
    """

    def __init__(
        self,
        tree: GameTree,
        evaluator: Evaluator | None,
        multi: bool,
        *,
        computer: frozenset[Colour],
        count: int,
        hint_choice: HintChoice,
    ) -> None:
        self.computer = computer
        self.count = count
        self.hint_choice = hint_choice
        super().__init__(tree, evaluator, multi)

    def _begin(self, tree: GameTree) -> None:
        self.guessing = False
        """Whether a move played is a guess at the record's."""
        self._pinned: tuple[Hashable, int] | None = None
        self.pointed: int | None = None
        """The point under the pointer. If it is a candidate, its variation is shown."""
        super()._begin(tree)

    @property
    def hints(self) -> Hints:
        """What the person wants to see of what the network thinks, in a game of this kind. Who has the
        position analysed wants to see the best moves."""
        choice = self.hint_choice
        chosen = choice.against_computer if len(self.computer) == 1 else choice.otherwise
        return Hints.NUMBERS if chosen is Hints.OFF and self.is_analysing else chosen

    @hints.setter
    def hints(self, hints: Hints) -> None:
        if len(self.computer) == 1:
            self.hint_choice = replace(self.hint_choice, against_computer=hints)
        else:
            self.hint_choice = replace(self.hint_choice, otherwise=hints)

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """The best moves, as many as are shown. None while hints are off, the position is not judged, the
        game is over, or the next move must be guessed.

        After a search they are the moves that it visited. Without a search, candidates with a value come
        first, in the order of the report. Then the moves follow that the network expects most.
        """
        known = self.report
        if known is None or not self.shows_thoughts:
            return ()
        if known.is_searched:
            return known.best[: self.count]
        probable = {move.point: move for move in known.ranking}
        valued = [one.point for one in known.candidates if one.has_value and one.point in probable]
        return tuple(probable[point] for point in dict.fromkeys([*valued, *probable]))[: self.count]

    @property
    def candidates(self) -> tuple[Candidate | None, ...]:
        """What the report says of each suggestion; None if it is not worth playing."""
        known = self.report
        found = {one.point: one for one in known.candidates} if known else {}
        return tuple(found.get(suggestion.point) for suggestion in self.suggestions)

    @property
    def points_behind(self) -> tuple[float | None, ...]:
        """The points that each suggestion loses against the best candidate; None if that is not known."""
        known = self.report
        best = known.candidates[0] if known and known.candidates else None
        if best is None or not best.has_value:
            return (None,) * len(self.suggestions)
        return tuple(best.lead - one.lead if one and one.has_value else None for one in self.candidates)

    @property
    def marks(self) -> dict[int, str]:
        """The mark of each suggested point: 1 to 9, then a, b, c ..., and nothing after z."""
        return {
            suggestion.point: mark
            for mark, suggestion in zip(MARKS, self.suggestions, strict=False)
            if suggestion.point != PASS
        }

    @property
    def valued_moves(self) -> int:
        """As many as are shown, while the person is shown who is ahead; else 0. Without them it would not be
        known what a move loses."""
        is_shown = self.shows_evaluation and not (self.counting or self.loser)
        return self.count if is_shown and not self.computer_to_move else 0

    @property
    def shows_evaluation(self) -> bool:
        """Whether the person is shown who is ahead: always, except while the next move must be guessed. Hints
        may be off."""
        return not self.guessing

    @property
    def shows_thoughts(self) -> bool:
        """Whether the person is shown what the network thinks of the position. Not while hints are off, the
        game is over or counted, or the next move must be guessed."""
        return not (self.hints is Hints.OFF or self.guessing or self.counting or self.loser)

    def show_variation(self, rank: int) -> tuple[int, ...]:
        """Shows the variation of the suggestion of this rank until the position changes; 0 shows none.
        Returns it. Raises BadInput if there is no such suggestion."""
        self._pinned = None
        if rank:
            self._pinned = self.tree.node, self._suggested(rank)
        return self.shown_variation

    @property
    def shown_variation(self) -> tuple[int, ...]:
        """The moves of the shown variation, the first by the player to move. Empty if none is shown."""
        pinned = self._pinned[1] if self._pinned and self._pinned[0] == self.tree.node else None
        known: dict[int, tuple[int, ...]] = {
            suggestion.point: (suggestion.point,) for suggestion in self.suggestions
        }
        known |= {one.point: one.variation for one in self.candidates if one}
        for point in (self.pointed, pinned):
            if point is not None and point in known:
                return known[point]
        return ()

    def keep_variation(self, rank: int = 0) -> tuple[int, ...]:
        """Adds the shown variation, or that of a suggestion, to the game. Returns it.

        Raises BadInput if there is none, or if the game has it already.
        """
        moves = self.show_variation(rank) if rank else self.shown_variation
        if not moves:
            raise BadInput("no variation is shown: pv 2 shows that of the second suggestion, add 2 adds it")
        self._make("add", lambda: self.tree.add_line(moves))
        return moves

    def _suggested(self, rank: int) -> int:
        if self.guessing:
            raise BadInput("the next move is to be guessed: type a point such as A 15")
        if self.hints is Hints.OFF:
            raise BadInput(
                f"hints are off, so no suggestion is played: top {self.count} shows them, A 15 plays there"
            )
        shown = self.suggestions
        if not shown:
            raise BadInput("there are no suggestions yet: type a point such as A 15, or p to pass")
        if not 1 <= rank <= len(shown):
            raise BadInput(f"there is no suggestion {rank}: type a number from 1 to {len(shown)}")
        return shown[rank - 1].point
