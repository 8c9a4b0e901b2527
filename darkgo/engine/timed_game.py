"""A game on time: whose clock runs, and who has lost on time.

The clock does not run during the first move of either player, while the game is counted or paused, and in
positions that have a next move. It continues where it was after a look back. The remaining time after a move
is noted in the record. A kept game continues with it.
"""

from collections.abc import Callable, Hashable
from time import monotonic

from darkgo.engine.clock import Clock, Left, TimeSystem
from darkgo.engine.edited_game import EditedGame
from darkgo.engine.noted_time import note_time, noted_time
from darkgo.engine.time_text import read_sgf_time, sgf_time
from darkgo.errors import BadInput
from darkgo.go.points import Colour
from darkgo.go.tree import GameTree

FREE_MOVES = 2
"""Moves at the beginning that take no time."""


class TimedGame(EditedGame):
    """A game whose players may have a limited time."""

    def __init__(self, tree: GameTree) -> None:
        self.clock = Clock()
        self.now: Callable[[], float] = monotonic
        """The time, in seconds."""
        super().__init__(tree)

    def _begin(self, tree: GameTree) -> None:
        self.time_system: TimeSystem | None = None
        """The time system of the game, which `set_clock` changes; None for a game without a clock."""
        self._spent: dict[Hashable, float] = {}
        """Seconds that were spent in positions whose move is not made yet."""
        self._running: tuple[Hashable, float] | None = None
        """The position in which a clock runs, and since when."""
        super()._begin(tree)

    def set_clock(self, system: TimeSystem | None) -> None:
        """Gives both players the time of a system, from now on; None for a game without a clock.

        Raises BadInput in a record, and when the game is over.
        """
        if self.is_record and system:
            raise BadInput("a record has no clock: new begins a game")
        self._refuse_after_the_end()
        self._set_system(system)
        self._spent = {}
        if system:
            self.clock = Clock(system)
        self._time_goes_on()

    def _set_system(self, system: TimeSystem | None) -> None:
        self.time_system = system
        for ident, text in zip(("TM", "OT"), sgf_time(system), strict=True):
            self.tree.set_text(ident, text)

    def _resume_clock(self) -> None:
        """Gives both players the remaining time that the record notes, by the time system that it names."""
        system = self._recorded_system
        if system is None:
            return
        self.time_system, self.clock = system, Clock(system)
        for colour in Colour:
            if left := noted_time(self.tree, colour):
                self.clock = self.clock.told(colour, left)
        self._time_goes_on()

    @property
    def _recorded_system(self) -> TimeSystem | None:
        return read_sgf_time(self.tree.text("TM"), self.tree.text("OT"))

    @property
    def shown_system(self) -> TimeSystem | None:
        """The time system of the game; in somebody else's game, that of the record. None if none is known."""
        return self._recorded_system if self.is_record else self.time_system

    def shown_time(self, colour: Colour) -> Left | None:
        """The remaining time of a player; in somebody else's game, that of the record. None if it is not
        known."""
        if self.is_record:
            return noted_time(self.tree, colour)
        return self.time_left(colour) if self.time_system else None

    @property
    def is_paused(self) -> bool:
        """Whether the game is paused."""
        return False

    @property
    def clock_runs(self) -> bool:
        """Whether the clock of the player to move runs."""
        return (
            self.time_system is not None
            and not (self.is_over or self.counting or self.is_paused or self.tree.branches)
            and self.game.move_number >= FREE_MOVES
        )

    def time_left(self, colour: Colour) -> Left:
        """The remaining time of a player now."""
        is_thinking = colour is self.game.to_move and not self.is_over
        return self.clock.during(colour, self._used if is_thinking else 0)

    @property
    def time_is_up(self) -> bool:
        """Whether the player to move has used up its time. `lose_on_time` then ends the game."""
        return self.clock_runs and self.clock.would_be_up(self.game.to_move, self._used)

    def lose_on_time(self) -> bool:
        """Ends the game if the time of the player to move is up. Returns whether it is."""
        if not self.time_is_up:
            return False
        self.clock = self.clock.after(self.game.to_move, self._used)
        self._differs()
        self.out_of_time = self.game.to_move
        return True

    def play(self, point: int) -> None:
        """As in `CurrentGame`. The time of the move is taken off the player's clock. Raises BadInput if it
        was too long."""
        if self.lose_on_time():
            raise BadInput(f"{self.result}; u goes on without a clock")
        node, colour, used, runs = self.tree.node, self.game.to_move, self._used, self.clock_runs
        super().play(point)
        if runs:
            self.clock = self.clock.after(colour, used)
            self._spent.pop(node, None)
            note_time(self.tree, colour, self.clock.left(colour))

    def count_now(self) -> None:
        """As in `CurrentGame`. The clock waits meanwhile."""
        super().count_now()
        self._time_goes_on()

    def undo(self) -> None:
        """As in `CurrentGame`. A game that was lost on time goes on without a clock."""
        if self.out_of_time:
            self._set_system(None)
        super().undo()

    def _changed(self) -> None:
        super()._changed()
        self._time_goes_on()

    def _time_goes_on(self) -> None:
        """Notes the time spent in the position before, and starts the clock in the present one."""
        now = self.now()
        if self._running:
            node, since = self._running
            self._spent[node] = self._spent.get(node, 0) + now - since
        self._running = (self.tree.node, now) if self.clock_runs else None

    @property
    def _used(self) -> float:
        """Seconds that the player to move has used for its next move."""
        node = self.tree.node
        used = self._spent.get(node, 0)
        if self._running and self._running[0] == node:
            used += self.now() - self._running[1]
        return used
