"""A game: the position, its history, and which moves are legal.

A position is the pair of stone masks. The game keeps every position, so ko and superko need no hashes, and
undo needs nothing else.
"""

from dataclasses import dataclass, replace

from darkgo.errors import BadInput
from darkgo.go.board import Board, grid
from darkgo.go.points import PASS, Colour, format_point, handicap_points


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules agreed before a game. Scoring is always by area."""

    komi: float = 7.5
    """Points that White gets for moving second."""
    suicide: bool = False
    """Whether a chain may take its own last liberty (New Zealand, Tromp-Taylor)."""
    superko: bool = True
    """True for positional superko: no earlier position may repeat. False for simple ko."""


class IllegalMove(BadInput):
    """A move or an edit that is refused. The message gives the reason in a player's words."""


@dataclass(frozen=True, slots=True)
class Step:
    """The game at one moment."""

    board: Board
    to_move: Colour
    number: int
    """Moves made so far, passes included."""
    black_captures: int
    """White stones taken off the board so far."""
    white_captures: int
    """Black stones taken off the board so far."""
    ko_start: int
    """Index of the first step that counts for ko: the start of the game or the last edit."""
    move: tuple[Colour, int] | None
    """The move that led here. None at the start and after an edit."""


Position = tuple[int, int]
"""The masks of the black and of the white stones."""

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
        self._steps = [Step(board, first, 0, 0, 0, ko_start=0, move=None)]

    @property
    def _step(self) -> Step:
        return self._steps[-1]

    @property
    def board(self) -> Board:
        return self._step.board

    @property
    def to_move(self) -> Colour:
        return self._step.to_move

    @property
    def history(self) -> tuple[Step, ...]:
        """Every step from the start to the present one, without steps that were undone."""
        return tuple(self._steps)

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
    def captures(self) -> dict[Colour, int]:
        """How many stones each colour has captured, including the opponent's suicides."""
        return {Colour.BLACK: self._step.black_captures, Colour.WHITE: self._step.white_captures}

    @property
    def is_over(self) -> bool:
        """Whether the last two steps were passes. A game may still be resumed."""
        last_two = self._steps[-2:]
        return len(last_two) == 2 and all(step.move and step.move[1] == PASS for step in last_two)

    def snapshot(self, to_move: Colour | None = None) -> "Game":
        """An independent copy with the same rules and history. If `to_move` is given, it is that player's
        turn.

        The list of steps is copied. The steps themselves never change and are shared.
        """
        game = Game.__new__(Game)
        game.size, game.rules, game.handicap = self.size, self.rules, self.handicap
        game._steps = self._steps.copy()
        if to_move and to_move is not self.to_move:
            game._steps[-1] = replace(self._step, to_move=to_move)
        return game

    def refusal(self, point: int, colour: Colour | None = None) -> str | None:
        """Why the player to move, or `colour`, may not play on a point; None if the move is legal.

        A PASS is always legal.
        """
        outcome = self._outcome(point, colour or self.to_move, self._forbidden())
        return outcome if isinstance(outcome, str) else None

    def legal_mask(self, colour: Colour | None = None) -> int:
        """The mask of all points where the player to move, or `colour`, may play."""
        colour = colour or self.to_move
        board = self.board
        around = grid(self.size).around
        mine, theirs, free = board.stones(colour), board.stones(colour.other), board.free
        close_look = free & ~around(free)
        for chain in board.chains(colour.other):
            liberties = around(chain) & free
            if liberties.bit_count() == 1:
                close_look |= liberties
        # A move on any other point captures nothing and has a liberty. It only adds one stone, so it can
        # only repeat a position that consists of the present stones and this one.
        legal = free & ~close_look
        forbidden = self._forbidden()
        for step in forbidden.values():
            if step.board.stones(colour.other) == theirs:
                more = step.board.stones(colour) ^ mine
                if more.bit_count() == 1:
                    legal &= ~more
        for point in board.points(close_look):
            if not isinstance(self._outcome(point, colour, forbidden), str):
                legal |= 1 << point
        return legal

    def play(self, point: int, colour: Colour | None = None) -> None:
        """Make a move or a PASS for the player to move, or for `colour`. Then it is the opponent's turn.

        Raises IllegalMove, with the game unchanged.
        """
        colour = colour or self.to_move
        after = self._outcome(point, colour, self._forbidden())
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
        self._steps.append(
            Step(
                after,
                colour.other,
                step.number + 1,
                black_captures=step.black_captures + white,
                white_captures=step.white_captures + black,
                ko_start=step.ko_start,
                move=(colour, point),
            )
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
        self._steps.append(
            Step(
                board,
                step.to_move,
                step.number,
                step.black_captures,
                step.white_captures,
                ko_start=len(self._steps),
                move=None,
            )
        )

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
        step = self._step
        self._steps.append(
            Step(
                board,
                to_move,
                step.number,
                step.black_captures,
                step.white_captures,
                ko_start=len(self._steps),
                move=None,
            )
        )

    def undo(self) -> bool:
        """Take back the last move or edit. False if there is none."""
        if len(self._steps) == 1:
            return False
        self._steps.pop()
        return True

    def _outcome(self, point: int, colour: Colour, forbidden: dict[Position, Step]) -> Board | str:
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
        repeated = forbidden.get((after.black, after.white))
        return self._repetition(repeated) if repeated else after

    def _forbidden(self) -> dict[Position, Step]:
        """The positions that must not repeat, each with the step that made it."""
        if self.rules.superko:
            era = self._steps[self._step.ko_start :]
            steps = [step for step in era if not step.move or step.move[1] != PASS]
        else:
            steps = self._before_last_stone()
        return {(step.board.black, step.board.white): step for step in steps}

    def _before_last_stone(self) -> list[Step]:
        """The step before the last move, as a list. Empty after a pass or an edit, which end a simple ko."""
        move = self._step.move
        return self._steps[-2:-1] if move and move[1] != PASS else []

    def _repetition(self, step: Step) -> str:
        """The reason for refusing a move that repeats the position of an earlier step."""
        if step.move:
            position = f"the position of move {step.number}"
        else:
            position = "the position after the last edit" if step.ko_start else "the first position"
        is_ko = any(step.board == before.board for before in self._before_last_stone())
        return f"{'ko' if is_ko else 'superko'}: {position} would repeat"
