"""Playing along with a recorded game: how often the network, and a person who guesses, find its moves."""

from collections.abc import Collection, Hashable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from darkgo.engine.ranking import Suggestion
from darkgo.errors import BadInput
from darkgo.go.points import PASS, Colour
from darkgo.go.tree import GameTree

SHORT_LIST = 5
"""A move is on the network's short list if its rank is at most this."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the moves that were looked at were found."""

    moves: int
    first: int
    """How many were the network's first choice, or were guessed. A person has one guess for each move."""
    listed: int | None = None
    """How many were on the network's short list. A person has no such list: None."""


class FoundMoves:
    """The main line of a record, and which of its moves were found, by the nodes of its tree. Passes are not
    counted, and only the first guess in a position counts."""

    def __init__(self, tree: GameTree) -> None:
        """Goes through the main line as `follow` does."""
        self._moves: dict[Hashable, tuple[Colour, int]] = {}
        # A node that has only a comment comes before the same move as its parent.
        self._numbers: dict[Hashable, int] = {}
        self._ranks: dict[int, int] = {}
        self._guesses: dict[int, bool] = {}
        self.follow(tree)

    def follow(self, tree: GameTree) -> None:
        """Goes through the main line once, up to its first illegal move, and leaves the tree at its root.
        After an edit of the record, results from the first changed move on are removed."""
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
        """The move played at a node of the main line; None elsewhere and at its end."""
        return self._moves.get(node)

    def rank(self, node: Hashable) -> int | None:
        """The network's rank of the move that was played there, 1 for its first choice; None if the network
        was not asked."""
        return self._ranks.get(self._numbers.get(node, -1))

    def judged(self, node: Hashable, ranking: Iterable[Suggestion]) -> None:
        """Notes the network's ranking at a node: every legal move, the best first."""
        move = self._moves.get(node)
        if move is None or move[1] == PASS:
            return
        for rank, suggestion in enumerate(ranking, 1):
            if suggestion.point == move[1]:
                self._ranks[self._numbers[node]] = rank

    def guessed(self, node: Hashable, point: int) -> bool:
        """Notes a guess at a node of the main line. Returns whether it is right."""
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
        """How many moves the network found, of those that it has judged."""
        return _tally(self._ranks.values())

    @property
    def person(self) -> Tally:
        """How many moves the person guessed."""
        return Tally(len(self._guesses), sum(self._guesses.values()))

    @property
    def rival(self) -> Tally:
        """How many moves the network found, of those that the person guessed."""
        return _tally([rank for number, rank in self._ranks.items() if number in self._guesses])


def _tally(ranks: Collection[int]) -> Tally:
    return Tally(len(ranks), sum(rank == 1 for rank in ranks), sum(rank <= SHORT_LIST for rank in ranks))
