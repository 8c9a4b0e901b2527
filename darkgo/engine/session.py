"""One game in progress: its moves, its players, what the network thinks, and its file.

The interfaces show a session and change it only through its methods, so all of them can do the same. The
network is loaded when it is first needed. So a board can be shown, and played on, before JAX is imported.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from random import Random

from darkgo.engine import player
from darkgo.engine.found_moves import FoundMoves
from darkgo.engine.game_file import Record, game_path, open_record, write_game_file
from darkgo.engine.guessed_game import GuessedGame
from darkgo.engine.hints import HintChoice
from darkgo.engine.lesson import lesson_question, lesson_text
from darkgo.engine.mistakes import MISTAKE
from darkgo.engine.player import NEVER, Resigning
from darkgo.engine.player_names import is_own_game, name_players, played_by_program
from darkgo.engine.report import Report
from darkgo.engine.setup import Setup
from darkgo.engine.standing import NO_NETWORK_TEXT
from darkgo.engine.strength import BEST, Strength
from darkgo.engine.thinking import Question
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import LARGEST_SIZE, Colour
from darkgo.go.tree import GameTree
from darkgo.model.evaluation import Evaluator


class Session(GuessedGame):
    """A game in progress, who plays it, and what is shown of what the network thinks.

    Without an `evaluator` nothing is suggested. `computer` holds the colours that the program plays. `count`
    suggestions are shown if `hint_choice` wants any. With `multi` the network looks at the eight views of the
    board. `person` is the name of a person who plays against the program.
    """

    def __init__(
        self,
        game: Game,
        evaluator: Evaluator | None = None,
        *,
        computer: frozenset[Colour] = frozenset(),
        count: int = 5,
        hint_choice: HintChoice = HintChoice(),  # noqa: B008 (frozen)
        multi: bool = False,
        strength: Strength = BEST,
        random: Random | None = None,
        person: str = "",
        resigning: Resigning = NEVER,
        mistake: float = MISTAKE,
        teach: float = 0,
    ) -> None:
        self.strength = strength
        self.resigning = resigning
        self._random = random or Random()
        self.usual_computer = computer
        """The colours that the program plays outside of records."""
        self._person = person
        self.mistake = mistake
        """The points that a move must lose to be a mistake."""
        self.teach = teach
        """The points that a person's move against the computer must lose to be mentioned; 0 for never."""
        self.ponders = False
        """Whether the search goes on while the person thinks."""
        self.leaving: Callable[[], None] = lambda: None
        """Called before another game takes the place of this one, so that this one can be kept."""
        super().__init__(
            GameTree(game), evaluator, multi, computer=computer, count=count, hint_choice=hint_choice
        )
        self._describe()

    def _begin(self, tree: GameTree, computer: frozenset[Colour] | None = None) -> None:
        self.leaving()
        if computer is not None:
            self.computer = computer
        self._paused = False
        self.path: Path | None = None
        """The file the game was opened from or saved to last."""
        self._own_files: set[Path] = set()
        self._is_dated = True
        super()._begin(tree)

    def dismiss_network(self) -> None:
        """As in `JudgedGame`. The players are then people."""
        super().dismiss_network()
        self.computer = frozenset()

    # Teaching

    def wanted(self) -> Question | None:
        """As in `JudgedGame`. Before the computer answers, a question finds out what the person's move
        lost."""
        return self._lesson_question() or super().wanted()

    def _lesson_question(self) -> Question | None:
        if not self.teach or self.evaluator is None or not self._answers_a_person:
            return None
        return lesson_question(self.tree, self.multi, self._known)

    @property
    def _answers_a_person(self) -> bool:
        is_game = len(self.computer) == 1 and self.computer_to_move
        return is_game and self.game.last_mover is self.game.to_move.other

    @property
    def lesson(self) -> str:
        """What the computer says about the person's last move before it answers: how much the move lost, if
        it was much, and what was better. Empty if it says nothing."""
        if not self.teach or not self._answers_a_person:
            return ""
        return lesson_text(self.judged_last(), self.teach, self.game.size)

    # What changes the game

    def decide(
        self, report: Report, colour: Colour, *, resign: Resigning = NEVER, clear: bool = False
    ) -> int | None:
        """The program's move for a colour, by a report of `consult`; None if it resigns. The other arguments
        are those of `player.decide`."""
        game = self.game.snapshot(colour)
        return player.decide(game, report, self.strength, self._random, resign=resign, clear=clear)

    def play_suggestion(self, rank: int) -> int:
        """Plays the suggestion of this rank, 1 for the first, and returns its point. Raises BadInput if none
        is shown, and if the game is over."""
        self._refuse_after_the_end()
        point = self._suggested(rank)
        self.play(point)
        return point

    @property
    def computer_to_move(self) -> bool:
        """Whether the program plays next. In a position that has a next move already, it only looks."""
        return (
            self.game.to_move in self.computer
            and not (self.counting or self.loser or self.paused)
            and not self.tree.branches
        )

    @property
    def searches(self) -> bool:
        """As in `JudgedGame`. Where nobody asked for a search, there is none at a level that draws moves, but
        for problems."""
        if self.is_problem:
            return self._present_limit.visits > 1
        return super().searches and not (self.limit.is_default and self.strength.draws)

    def set_analysing(self, analyses: bool) -> None:
        """As in `GuessedGame`; a computer that plays both colours is to be stopped first."""
        if analyses and len(self.computer) == 2 and not self.paused:
            raise BadInput("the computer plays both colours: pause stops it")
        super().set_analysing(analyses)

    @property
    def is_to_ponder(self) -> bool:
        """Whether the search should go on while the person thinks: in a game against the computer, after the
        position is judged."""
        return (
            self.ponders and len(self.computer) == 1 and not self.computer_to_move and self.wanted() is None
        )

    @property
    def is_paused(self) -> bool:
        """As `paused`."""
        return self._paused

    @property
    def paused(self) -> bool:
        """Whether the computer and the clock wait, whoever is to move."""
        return self._paused

    @paused.setter
    def paused(self, paused: bool) -> None:
        self._paused = paused
        self._time_goes_on()

    def pause(self) -> None:
        """Stops the computer, or lets it go on. If the position has a next move, it goes on at the end of the
        line.

        Raises BadInput, and changes nothing, if there is nothing to stop.
        """
        self._refuse_after_the_end()
        if not self.computer:
            raise BadInput("the computer plays nobody here: computer white, black or both lets it play")
        if self.counting:
            raise BadInput("the board is being counted: count goes on with the game")
        looks_back = self.game.to_move in self.computer and bool(self.tree.variations)
        if looks_back:
            with self._moving():
                while self.tree.forward():
                    pass
        self.paused = not (self.paused or looks_back)

    def play_best(self) -> int | None:
        """The program plays for the player to move. Returns the point, or None if it resigns. The position
        must be judged."""
        known = self.report
        if known is None:
            raise BadInput("the program cannot move: the network has not judged the position")
        point = player.decide(self.game, known, self.strength, self._random, resign=self.resigning)
        if point is None:
            self.resign()
        else:
            self.play(point)
        return point

    def new(self, setup: Setup) -> None:
        """Begins another game. Raises BadInput, and keeps this one, if the setup is impossible."""
        if not 2 <= setup.size <= LARGEST_SIZE:
            raise BadInput(f"board size {setup.size}: 2 to {LARGEST_SIZE} are possible")
        tree = GameTree(setup.game())
        self.usual_computer = setup.computer if self._network else frozenset()
        self._begin(tree, self.usual_computer)
        self._describe()
        self.set_clock(setup.clock)

    def start(self, tree: GameTree) -> None:
        """Goes on with another game, at its present node. The program plays no colour."""
        self._begin(tree, frozenset())

    def set_computer(self, computer: frozenset[Colour]) -> None:
        """Sets the colours that the program plays from now on. Raises BadInput if there is no network."""
        if computer and not self.evaluator:
            raise BadInput(NO_NETWORK_TEXT)
        self.computer = self.usual_computer = computer
        self.paused = False
        if not self.is_record:
            self._name_players()

    @property
    def person(self) -> str:
        """The name of the person who plays against the program; empty if it is not known."""
        return self._person

    @person.setter
    def person(self, name: str) -> None:
        self._person = name
        if not self.is_record:
            self._name_players()

    def _describe(self) -> None:
        """Writes the players and the day into a game that begins."""
        self._name_players()
        self._is_dated = False

    def _name_players(self) -> None:
        name_players(self.tree, self.computer, self._person)

    def _differs(self) -> None:
        super()._differs()
        if not self._is_dated:
            self._is_dated = True
            self.tree.set_text("DT", date.today().isoformat())

    # What a game against the computer is to two people's

    def play(self, point: int) -> None:
        """As in `CurrentGame`. In a position that has a next move, against the computer, goes on to the
        person's turn."""
        super().play(point)
        self._to_the_person(self.tree.forward)

    def undo(self) -> None:
        """As in `JudgedGame`. Against the computer, takes back moves up to the person's turn."""
        was_lost, edits = self.loser, self.edits
        super().undo()
        if not was_lost and self.edits == edits:
            self._to_the_person(self.tree.back)

    def redo(self) -> None:
        """Makes the last undone move again, or goes on in a record; against the computer, up to the person's
        turn. Raises BadInput if there is no next move, or if the record's next move cannot be made."""
        edits = self.edits
        super().redo()
        if self.edits == edits:
            self._to_the_person(self.tree.forward)

    def _to_the_person(self, step: Callable[[], bool]) -> None:
        with self._moving():
            while len(self.computer) == 1 and self.game.to_move in self.computer and not self.game.is_over:
                if not step():
                    break

    # The file

    def open(self, name: str, number: int | None = None) -> str:
        """Opens a game record, at its beginning. Returns a remark on what could not be read.

        Of a file with several games it opens the one with this number, or the first that can be used.

        Raises BadInput, and keeps the present game, if the file has no game that can be used.
        """
        return self.look_at(open_record(name, number))

    def look_at(self, record: Record) -> str:
        """Goes on with a record that was read. Returns a remark on what could not be read."""
        self._begin(record.tree, frozenset())
        self.is_record = True
        self.found_moves = record.found_moves
        if record.path and not record.tree.damage:
            self._own_files.add(record.path)
            self.path = record.path
        return "; ".join(filter(None, (record.tree.damage, *record.tree.remarks)))

    def choose_game(self, number: int) -> str:
        """Goes to another game of the open file, at its beginning. Returns a remark as `open` does.

        Changes of this game are kept, and saved together with the others. Raises BadInput, and stays here, if
        there is no such game or it cannot be used.
        """
        if self.tree.count == 1:
            raise BadInput("this is the only game of its file: open FILE.sgf opens another")
        tree = self.tree.other(number)
        kept = self.path, self._own_files, self._unsaved, self.is_record
        self._begin(tree, frozenset())
        self.path, self._own_files, self._unsaved, self.is_record = kept
        self.found_moves = FoundMoves(tree)
        return "; ".join(tree.remarks)

    def copy(self) -> Iterator[bytes]:
        """The bytes that `read_copy` reads, in pieces: which game of its file is on the board, and the file.

        The game may go on meanwhile, in another thread, too.
        """
        return chain([b"game %d\n" % self.tree.number], self.tree.lines())

    def resume(self, tree: GameTree) -> None:
        """Goes on with a game that `copy` wrote, at the end of its main line. The program plays the same
        colours as before, but none in somebody else's game. The clock has the times after the last move.

        Raises BadInput, and keeps the present game, if its moves cannot be made.
        """
        while tree.forward():
            pass
        is_record = not is_own_game(tree)
        computer = played_by_program(tree)
        self._begin(tree, computer if self._network and not is_record else frozenset())
        self.is_record = is_record
        if not is_record:
            self._resume_clock()
        self._differs()

    def save(self, name: str = "", *, overwrite: bool = False) -> Path:
        """Writes the game as SGF and returns the file's path. Without a name, writes the file that the game
        came from.

        A file that exists, and was neither written nor opened here, is overwritten only with `overwrite`.
        Otherwise raises FileKept. Raises BadInput if the file cannot be written.
        """
        return self.saving(name, overwrite=overwrite)()

    def saving(self, name: str = "", *, overwrite: bool = False) -> Callable[[], Path]:
        """A function that saves the present game as `save` does. It may be called later, and from another
        thread."""
        path = self.path if self.path and not name else game_path(name)
        self.note_result()
        own_files, tree, changes = self._own_files, self.tree, self.changes

        def write() -> Path:
            write_game_file(path, tree.write(), over=overwrite or path in own_files)
            own_files.add(path)
            # The game may have gone on meanwhile, or another game may be open.
            if self.tree is tree:
                self.path = path
                self._unsaved = self.changes != changes
            return path

        return write
