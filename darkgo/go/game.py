"""A game: the position, its history, and which moves are legal.

A position is the pair of stone masks. The game keeps every position, so ko and superko need no hashes, and
undo needs nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from darkgo.errors import BadInput
from darkgo.go.board import Board, grid
from darkgo.go.points import PASS, Colour, format_point, handicap_points


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules agreed before a game."""

    komi: float = 7.5
    """Points that White gets for moving second."""
    suicide: bool = False
    """Whether a chain may take its own last liberty (New Zealand, Tromp-Taylor)."""
    superko: bool = True
    """True for positional superko: no earlier position may repeat. False for simple ko."""
    territory: bool = False
    """True for counting territory and prisoners (Japanese, Korean). False for counting area: stones and
    territory."""


class IllegalMove(BadInput):
    """A move or an edit that is refused. The message gives the reason in a player's words."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """The game at one moment. A step refers to the one before it, so two games may share their beginning."""

    board: Board
    to_move: Colour
    number: int
    """Moves made so far, passes included."""
    black_captures: int
    """White stones taken off the board so far."""
    white_captures: int
    """Black stones taken off the board so far."""
    move: tuple[Colour, int] | None
    """The move that led here. None at the start and after an edit."""
    before: "Step | None" = field(repr=False)
    """The step before; None at the start."""

    @property
    def since_edit(self) -> "Iterator[Step]":
        """This step and those before it, back to the last edit or the start. Only these matter for ko."""
        step: Step | None = self
        while step:
            yield step
            step = step.before if step.move else None


_DEFAULT_RULES = Rules()


class Game:
    """A position with its whole history."""

    def __init__(self, size: int = 19, rules: Rules = _DEFAULT_RULES, handicap: int = 0) -> None:
        """An empty board with Black to move, or a fixed handicap of 2 to 9 stones with White to move.

        Raises BadInput for a size other than 1 to 25, and for a handicap without fixed points on that size.
        """
        board = Board.empty(size)
        for point in handicap_points(size, handicap) if handicap else ():
            board = board.put(point, Colour.BLACK)
        self.size = size
        self.rules = rules
        self.handicap = handicap
        first = Colour.WHITE if handicap else Colour.BLACK
        self._step = Step(board, first, 0, 0, 0, move=None, before=None)

    @property
    def board(self) -> Board:
        return self._step.board

    @property
    def to_move(self) -> Colour:
        return self._step.to_move

    @property
    def history(self) -> tuple[Step, ...]:
        """Every step from the start to the present one, without those that were undone."""
        return tuple(reversed(list(self.steps_back())))

    def steps_back(self) -> Iterator[Step]:
        """The present step and those before it, the latest first."""
        step: Step | None = self._step
        while step:
            yield step
            step = step.before

    @property
    def moves(self) -> list[tuple[Colour, int]]:
        """All moves since the start, without edits."""
        return [step.move for step in self.history if step.move]

    @property
    def move_number(self) -> int:
        """How many moves were made, passes included."""
        return self._step.number

    @property
    def last_move(self) -> int | None:
        """The point of the move just made, PASS for a pass; None at the start and after an edit."""
        move = self._step.move
        return move[1] if move else None

    @property
    def last_mover(self) -> Colour | None:
        """Who made the last move or pass; None at the start and after an edit."""
        move = self._step.move
        return move[0] if move else None

    @property
    def captures(self) -> dict[Colour, int]:
        """How many stones each colour has captured, including the opponent's suicides."""
        return {Colour.BLACK: self._step.black_captures, Colour.WHITE: self._step.white_captures}

    @property
    def is_over(self) -> bool:
        """Whether the last two steps were passes. A game may still be resumed."""
        last, before = self._step, self._step.before
        return before is not None and _is_pass(last) and _is_pass(before)

    def snapshot(self, to_move: Colour | None = None) -> "Game":
        """An independent copy with the same rules and history. If `to_move` is given, it is that player's
        turn.

        The time for a copy does not depend on the length of the game, because steps never change and are
        shared.
        """
        game = Game.__new__(Game)
        game.size, game.rules, game.handicap = self.size, self.rules, self.handicap
        turns = to_move is not None and to_move is not self.to_move
        game._step = replace(self._step, to_move=self.to_move.other) if turns else self._step
        return game

    def refusal(self, point: int, colour: Colour | None = None) -> str | None:
        """Why the player to move, or `colour`, may not play on a point; None if the move is legal.

        A PASS is always legal.
        """
        outcome = self._outcome(point, colour or self.to_move)
        return outcome if isinstance(outcome, str) else None

    def legal_mask(self, colour: Colour | None = None) -> int:
        """The mask of all points where the player to move, or `colour`, may play."""
        colour = colour or self.to_move
        board = self.board
        # A move next to a free point cannot be suicide.
        legal = board.free & grid(self.size).around(board.free)
        for point in board.points(board.free & ~legal):
            if self.rules.suicide or board.play(point, colour).at(point):
                legal |= 1 << point
        return legal & ~self.forbidden_mask(colour)

    def forbidden_mask(self, colour: Colour | None = None) -> int:
        """The mask of the free points where only ko or superko forbid the player to move, or `colour`, to
        play."""
        colour = colour or self.to_move
        board = self.board
        free, is_black, forbidden = board.free, colour is Colour.BLACK, 0
        neighbours = grid(self.size).neighbours
        not_mine, not_theirs = ~board.stones(colour), ~board.stones(colour.other)
        # The position of a pass is that of the step before, so passes need not be left out.
        for step in self._step.since_edit if self.rules.superko else self._before_last_stone():
            # Without suicide, a move adds one stone of its player and removes only stones of the opponent.
            before = step.board
            mine, theirs = (before.black, before.white) if is_black else (before.white, before.black)
            added = mine & not_mine
            if theirs & not_theirs or added & (added - 1) or not added & free or ~(mine | not_mine):
                continue
            point, taken = added.bit_length() - 1, ~(theirs | not_theirs)
            if not taken or (taken & neighbours[point] and board.play(point, colour) == before):
                forbidden |= added
        if self.rules.suicide:
            for point in board.points(free & ~grid(self.size).around(free) & ~forbidden):
                if isinstance(self._outcome(point, colour), str):
                    forbidden |= 1 << point
        return forbidden

    def play(self, point: int, colour: Colour | None = None) -> None:
        """Make a move or a PASS for the player to move, or for `colour`. Then it is the opponent's turn.

        Raises IllegalMove, with the game unchanged.
        """
        colour = colour or self.to_move
        after = self._outcome(point, colour)
        if isinstance(after, str):
            raise IllegalMove(after)
        self._made(point, colour, after)

    def follow(self, colour: Colour, point: int) -> None:
        """Make a move of a record, or a PASS, without checking whose turn it is, ko, or suicide.

        Raises IllegalMove, with the game unchanged, if the point is occupied or not on the board.
        """
        if point == PASS:
            after = self.board
        elif not 0 <= point < self.size * self.size:
            raise IllegalMove(f"there is no point {point} on a board of side {self.size}")
        elif self.board.at(point):
            raise IllegalMove(f"{format_point(point, self.size)} is occupied")
        else:
            after = self.board.play(point, colour)
        self._made(point, colour, after)

    def _made(self, point: int, colour: Colour, after: Board) -> None:
        """Add the step of a move that led to the board `after`."""
        step = self._step
        placed = 1 if point != PASS else 0
        black = step.board.black.bit_count() - after.black.bit_count() + placed * (colour is Colour.BLACK)
        white = step.board.white.bit_count() - after.white.bit_count() + placed * (colour is Colour.WHITE)
        self._step = Step(
            after,
            colour.other,
            step.number + 1,
            black_captures=step.black_captures + white,
            white_captures=step.white_captures + black,
            move=(colour, point),
            before=step,
        )

    def edit(self, point: int, colour: Colour | None) -> None:
        """Put a stone on a point, or clear it with None. The turn stays the same; the ko history starts anew.

        An edit that changes nothing adds no step. Raises IllegalMove if there is no such point or if a chain
        would be left without a liberty.
        """
        if not 0 <= point < self.size * self.size:
            raise IllegalMove("only a point of the board can be edited")
        step = self._step
        board = step.board.put(point, colour)
        if board == step.board:
            return
        for near in (point, *board.points(grid(self.size).neighbours[point])):
            if board.at(near) and not board.liberties(near):
                raise IllegalMove(f"the chain at {format_point(near, self.size)} would have no liberty")
        self._step = replace(step, board=board, move=None, before=step)

    def set_up(self, board: Board, to_move: Colour) -> None:
        """Put a whole position on the board in one step. The ko history starts anew.

        Raises IllegalMove if a chain has no liberty, ValueError if the board is of another size.
        """
        if board.size != self.size:
            raise ValueError(f"a board of side {board.size} in a game of side {self.size}")
        for colour in Colour:
            for chain in board.chains(colour):
                if not grid(self.size).around(chain) & board.free:
                    name = format_point(board.points(chain)[0], self.size)
                    raise IllegalMove(f"the chain at {name} would have no liberty")
        self._step = replace(self._step, board=board, to_move=to_move, move=None, before=self._step)

    def undo(self) -> bool:
        """Take back the last move or edit. False if there is none."""
        if self._step.before is None:
            return False
        self._step = self._step.before
        return True

    def _outcome(self, point: int, colour: Colour) -> Board | str:
        """The board after a move, or the reason why it is refused."""
        board = self.board
        if point == PASS:
            return board
        if not 0 <= point < self.size * self.size:
            return f"there is no point {point} on a board of side {self.size}"
        if board.at(point):
            return f"{format_point(point, self.size)} is occupied"
        after = board.play(point, colour)
        if not self.rules.suicide and not after.at(point):
            alone = not grid(self.size).neighbours[point] & board.stones(colour)
            return f"suicide: the {'stone' if alone else 'chain'} would have no liberty"
        repeated = next((step for step in self._past() if step.board == after), None)
        return self._repetition(repeated) if repeated else after

    def _past(self) -> Iterator[Step]:
        """The steps whose positions must not repeat, the latest first."""
        if self.rules.superko:
            return (step for step in self._step.since_edit if not _is_pass(step))
        return iter(self._before_last_stone())

    def _before_last_stone(self) -> list[Step]:
        """The step before the last move, in a list. The list is empty after a pass or an edit: then simple ko
        forbids nothing."""
        step = self._step
        return [step.before] if step.before and step.move and not _is_pass(step) else []

    def _repetition(self, step: Step) -> str:
        """The reason for refusing a move that repeats the position of an earlier step."""
        if step.move:
            position = f"the position of move {step.number}"
        else:
            position = "the position after the last edit" if step.before else "the first position"
        is_ko = any(step.board == before.board for before in self._before_last_stone())
        return f"{'ko' if is_ko else 'superko'}: {position} would repeat"


def _is_pass(step: Step) -> bool:
    return step.move is not None and step.move[1] == PASS
