"""Read a closed fight to its end, and tell whether a move gains points there. This settles races and seki.

Both players may pass. After two passes every stone on the board counts as alive. A fight that is not closed,
or has too many positions, has no result.
"""

from darkgo.go.board import Board, grid
from darkgo.go.fight import Fight, area, certain_points, find_fight
from darkgo.go.points import Colour

POSITIONS = 2000
"""The most positions that are read in one fight; a fight with more has no result."""
DEPTH = 40
"""The most moves of a variation; a fight with a longer one has no result."""


class FightReader:
    """Reads the fights of one position for one player."""

    def __init__(self, board: Board, colour: Colour, alive: int) -> None:
        """`alive` is the mask of the chains of both colours that can never be captured."""
        self._board, self._colour, self._alive = board, colour, alive
        self._searches: dict[Fight, _Search] = {}

    def gains(self, point: int) -> bool | None:
        """Whether a legal move gains points compared with ending the fight now, whatever the opponent
        answers.

        True: it gains. False: it does not gain, and a pass loses nothing. None: not certain. The player is
        assumed to win a ko.
        """
        board, colour = self._board, self._colour
        found = find_fight(board, point, self._alive)
        if not found:
            return None
        search = self._searches.setdefault(found, _Search(board, found, colour))
        try:
            if search.reaches(board.play(point, colour), search.now + 1, colour.other):
                return True
            if found.doubtful & board.stones(colour.other) or not search.reaches(
                board, search.now, colour.other
            ):
                return None
        except _TooLargeError:
            return None
        return False


class _TooLargeError(Exception):
    """The fight has too many positions or too long a variation."""


class _Search:
    """One fight, read for one player. This player may retake a ko once, as if after a threat elsewhere."""

    def __init__(self, board: Board, found: Fight, colour: Colour) -> None:
        self._field, self._colour = found.field, colour
        self._outer = {each: board.stones(each) & ~found.stones for each in Colour}
        self._left = POSITIONS
        self._known: dict[tuple[Board, Colour, bool, int, int], bool] = {}
        self._path = {board}
        self.now = area(board, self._field) * colour

    def reaches(
        self,
        board: Board,
        points: int,
        to_move: Colour,
        passed: bool = False,
        threats: int = 1,
        depth: int = DEPTH,
    ) -> bool:
        """Whether the player ends at least `points` ahead on the field with best play by both.

        passed: whether the last move was a pass. threats: how often the player may still retake a ko. depth:
        moves left. Raises _TooLargeError.
        """
        key = (board, to_move, passed, threats, points)
        if key not in self._known:
            self._left -= 1
            if self._left < 0 or not depth:
                raise _TooLargeError
            self._known[key] = self._decided(board, points, to_move, passed, threats, depth)
        return self._known[key]

    def _decided(
        self, board: Board, points: int, to_move: Colour, passed: bool, threats: int, depth: int
    ) -> bool:
        colour, field = self._colour, self._field
        lost = certain_points(board, colour.other, field, self._outer[colour.other])
        if field.bit_count() - 2 * lost < points:
            return False
        if 2 * certain_points(board, colour, field, self._outer[colour]) - field.bit_count() >= points:
            return True
        mine = to_move is colour
        if passed and (area(board, field) * colour >= points) == mine:
            return mine
        for after in self._moves(board, to_move):
            repeats = after in self._path
            if repeats and not (mine and threats):
                continue
            self._path.add(after)
            result = self.reaches(after, points, to_move.other, False, threats - repeats, depth - 1)
            if not repeats:
                self._path.remove(after)
            if result == mine:
                return mine
        return not mine if passed else self.reaches(board, points, to_move.other, True, threats, depth - 1)

    def _moves(self, board: Board, colour: Colour) -> list[Board]:
        """The boards after each move, the most urgent first: captures, then connections and cuts."""
        here, free = grid(board.size), board.free
        mine, theirs = board.stones(colour), board.stones(colour.other)
        living = here.connected(self._outer[colour], mine)
        opposed = here.connected(self._outer[colour.other], theirs)
        found = []
        for point in board.points(free & self._field):
            beside = here.neighbours[point]
            if not beside & ~mine:
                chain = here.connected(beside & -beside, mine)
                if not beside & ~chain and (here.around(chain) & free).bit_count() > 1:
                    # The point is an eye of this chain, so a pass is at least as good.
                    continue
            after = board.play(point, colour)
            if not after.at(point):
                continue
            captures = after.stones(colour.other) != theirs
            connects = bool(beside & living and beside & mine & ~living)
            cuts = bool(beside & opposed and beside & theirs & ~opposed)
            urgency = (beside & free).bit_count() + 9 * captures + 5 * connects + 4 * cuts
            found.append((-urgency, point, after))
        return [after for *_, after in sorted(found, key=lambda one: one[:2])]
