"""Playing along with a recorded game: how often the network, and a person who guesses, find its moves."""

from collections.abc import Collection, Hashable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from darkgo.engine.ranking import Suggestion
from darkgo.errors import BadInput
from darkgo.go.points import PASS, Colour
from darkgo.go.tree import GameTree

SHORT_LIST = 5
"""The network has a move on its short list when it ranks it so high or higher."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the moves looked at were found."""

    moves: int
    first: int
    """By the network's first choice, or by the guess: there is one for each move."""
    listed: int | None = None
    """On the network's short list; a person has none."""


class FoundMoves:
    """The main line of a record and what was found of it, by the nodes of its tree.

    Passes are left out of every count, and only the first guess at a position counts.
    """

    def __init__(self, tree: GameTree) -> None:
        """Walks the main line as `follow` does."""
        self._moves: dict[Hashable, tuple[Colour, int]] = {}
        # Nodes with nothing but comments stand before the same move as the one before them.
        self._numbers: dict[Hashable, int] = {}
        self._ranks: dict[int, int] = {}
        self._guesses: dict[int, bool] = {}
        self.follow(tree)

    def follow(self, tree: GameTree) -> None:
        """Walks the main line once, as far as it can be played, and leaves the tree at its root.

        After an edit of the record, what was found is forgotten from the first move on that is another one.
        """
        before = self._by_number()
        self._moves, self._numbers = {}, {}
        with suppress(BadInput):
            going_on = True
            while going_on:
                if move := tree.next_move:
                    self._moves[tree.node] = move
                    self._numbers[tree.node] = tree.game.move_number
                going_on = tree.forward()
        tree.go_to(0)
        now = self._by_number()
        same = {number for number, move in before.items() if now.get(number) == move}
        first = min(before.keys() - same, default=len(before))
        self._ranks = {number: rank for number, rank in self._ranks.items() if number < first}
        self._guesses = {number: is_right for number, is_right in self._guesses.items() if number < first}

    def _by_number(self) -> dict[int, tuple[Colour, int]]:
        return {self._numbers[node]: move for node, move in self._moves.items()}

    def move(self, node: Hashable) -> tuple[Colour, int] | None:
        """What was played at a node of the main line; None elsewhere and at its end."""
        return self._moves.get(node)

    def rank(self, node: Hashable) -> int | None:
        """The network's rank of the move played there, 1 for its first choice; None if it was not asked."""
        return self._ranks.get(self._numbers.get(node, -1))

    def judged(self, node: Hashable, ranking: Iterable[Suggestion]) -> None:
        """Notes what the network thinks at a node: every legal move, the best first."""
        move = self._moves.get(node)
        if move is None or move[1] == PASS:
            return
        for rank, suggestion in enumerate(ranking, 1):
            if suggestion.point == move[1]:
                self._ranks[self._numbers[node]] = rank

    def guessed(self, node: Hashable, point: int) -> bool:
        """Notes a guess at a node of the main line; whether it is the move played."""
        played = self._moves[node][1]
        if played != PASS:
            self._guesses.setdefault(self._numbers[node], point == played)
        return point == played

    @property
    def moves(self) -> int:
        """How many moves the main line has."""
        return len({self._numbers[node] for node, (_, point) in self._moves.items() if point != PASS})

    @property
    def network(self) -> Tally:
        """What the network found, of the moves that were looked at: it was asked about those."""
        return _tally(self._ranks.values())

    @property
    def person(self) -> Tally:
        """What was guessed."""
        return Tally(len(self._guesses), sum(self._guesses.values()))

    @property
    def rival(self) -> Tally:
        """What the network found, of the moves that were guessed and no others."""
        return _tally([rank for number, rank in self._ranks.items() if number in self._guesses])


def _tally(ranks: Collection[int]) -> Tally:
    return Tally(len(ranks), sum(rank == 1 for rank in ranks), sum(rank <= SHORT_LIST for rank in ranks))
