"""Short openings for the games of a match, so that deterministic players do not repeat a game."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

from darkgo.data import sources
from darkgo.errors import BadInput
from darkgo.go.game import Game, IllegalMove
from darkgo.go.points import PASS, Colour
from darkgo.go.sgf import GameRecord, read_games
from darkgo.go.symmetry import permutations

Opening = tuple[int, ...]
"""Points, beginning with Black's, in turn."""

BOOK_MOVES = 8
"""Moves that are taken from each game of a book."""
MOST_GAMES = 2000
"""The most games that are read from a book."""
_LEAST_CORNERS = 9
"""The smallest board on which drawn openings occupy corners."""
_TRIES = 50
"""Drawing stops after this many openings in a row that were drawn before."""


def from_book(path: Path, size: int, seed: int) -> list[Opening]:
    """The first moves of the games of a book, an SGF file, folder or archive, in an order drawn with `seed`.

    Only even games on a board of that size are used. Of openings that lead to the same position, or to a
    turned or reflected one, only one is used. Raises BadInput if the book cannot be read or has no such game.
    """
    sources.size(path)
    found: dict[tuple[Opening, ...], Opening] = {}
    troubles: list[str] = []
    games = (game for data in _readable(path, troubles) for game in read_games(data))
    records = (game for game in games if isinstance(game, GameRecord))
    fitting = (opening for record in records if (opening := _beginning(record, size)))
    for opening in islice(fitting, MOST_GAMES):
        found.setdefault(_position(opening, size), opening)
    if not found:
        lacking = f"found no even game of {BOOK_MOVES} moves or more on a board of {size} lines"
        raise BadInput("; ".join([f"{path}: {lacking}", *troubles[:1]]))
    openings = list(found.values())
    Random(seed).shuffle(openings)
    return openings


def _readable(path: Path, troubles: list[str]) -> Iterator[bytes]:
    """The files of a book; what cannot be read is added to the troubles."""
    for item in sources.items(path):
        if item.trouble:
            troubles.append(f"{item.name}: {item.trouble}")
        else:
            yield item.data


def _beginning(record: GameRecord, size: int) -> Opening | None:
    moves = record.moves[:BOOK_MOVES]
    colours = [colour for colour, _ in moves]
    is_even = not record.setup and record.handicap < 2 and record.size == size
    if not is_even or colours != [Colour.BLACK, Colour.WHITE] * (BOOK_MOVES // 2):
        return None
    game = Game(size)
    try:
        for _, point in moves:
            game.play(point)
    except IllegalMove:
        return None
    points = tuple(point for _, point in moves)
    return None if PASS in points else points


def drawn(count: int, size: int, seed: int) -> list[Opening]:
    """Random openings: `count` of them, or fewer if there are not as many. The same seed gives the same
    openings.

    From side 9 each player occupies two corners, on a 4-4, 3-4 or 3-3 point. On smaller boards the first two
    stones are off the edge. The smallest boards have only the empty opening.
    """
    random = Random(seed)
    found: dict[tuple[Opening, ...], Opening] = {}
    failed = 0
    while len(found) < count and failed < _TRIES:
        opening = _corners(size, random) if size >= _LEAST_CORNERS else _inside(size, random)
        before = len(found)
        found.setdefault(_position(opening, size), opening)
        failed = failed + 1 if len(found) == before else 0
    return list(found.values())


def _corners(size: int, random: Random) -> Opening:
    corners = [(row, column) for row in (False, True) for column in (False, True)]
    random.shuffle(corners)
    points = []
    for far_row, far_column in corners:
        row, column = random.choice([(3, 3), (3, 3), (2, 3), (3, 2), (2, 3), (3, 2), (2, 2)])
        points.append(
            (size - 1 - row if far_row else row) * size + (size - 1 - column if far_column else column)
        )
    return tuple(points)


def _inside(size: int, random: Random) -> Opening:
    inner = [row * size + column for row in range(1, size - 1) for column in range(1, size - 1)]
    return tuple(random.sample(inner, 2)) if len(inner) > 2 else ()


def _position(opening: Opening, size: int) -> tuple[Opening, ...]:
    """A key that is equal for openings that lead to the same position, including turned and reflected
    ones."""
    return min(
        tuple(tuple(sorted(view[point] for point in opening[first::2])) for first in (0, 1))
        for view in permutations(size)
    )
