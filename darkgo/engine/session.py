"""One game in progress: the only owner of its moves, its players, what the network thinks, and its file.

The doors show what the session holds and change it through the session alone, so that whatever one door can
do, every door can. The network is loaded when it is first needed: a board can be shown, and played on,
before JAX is imported.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from darkgo.engine import player
from darkgo.engine.count import Count
from darkgo.engine.game_file import game_path, open_game_file, write_game_file
from darkgo.engine.mind import Judgement, Mind, Question
from darkgo.engine.policy import Policy, Suggestion
from darkgo.engine.review import Review
from darkgo.engine.setup import Setup
from darkgo.engine.strength import BEST, Strength
from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.go.points import PASS, Colour
from darkgo.go.score import Score
from darkgo.go.tree import GameTree

MARKS = "123456789abcdefghijklmnopqrstuvwxyz"
"""What marks the suggestions on a board, the first suggestion first."""
NAME = "DarkGo"
"""What the program is called among the players of a saved game."""
PLAYERS = {Colour.BLACK: "PB", Colour.WHITE: "PW"}
"""The properties of an SGF file that name the players."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What became of a guess at the next move of a record."""

    colour: Colour
    point: int
    """What was guessed."""
    played: int
    """What the record has."""
    rank: int | None
    """The network's rank of the move played, when it is known."""


class Session:
    """A game with its variations, who plays it, and what the network thinks of the present position.

    `load` returns the network and may raise BadInput; without it nothing is suggested. `computer` holds the
    colours that the program plays. `count` suggestions are shown. With `multi` the network looks at the
    eight views of the board.
    """

    def __init__(
        self,
        game: Game,
        load: Callable[[], Policy] | None = None,
        *,
        computer: frozenset[Colour] = frozenset(),
        count: int = 5,
        multi: bool = False,
        strength: Strength = BEST,
        random: Random | None = None,
    ) -> None:
        self.count = count
        self.strength = strength
        self._random = random or Random()
        self.mind = Mind(load, multi)
        self._begin(GameTree(game), computer)
        self._name_players()

    def _begin(self, tree: GameTree, computer: frozenset[Colour]) -> None:
        self.tree = tree
        self.computer = computer
        self.paused = False
        """Whether the computer waits, whoever is to move."""
        self.guessing = False
        """Whether a move played is a guess at the record's."""
        self.review: Review | None = None
        """What was found of an opened record; None in a game of one's own."""
        self.resigned: Colour | None = None
        self.path: Path | None = None
        """The file the game was opened from or saved to last."""
        self._own_files: set[Path] = set()
        self._unsaved = False
        self.mind.forget()
        self._changed()

    @property
    def is_over(self) -> bool:
        """Whether the game has ended: by two passes, or because somebody gave it up."""
        return self.game.is_over or self.resigned is not None

    @property
    def game(self) -> Game:
        """The present position and the way there."""
        return self.tree.game

    # What the network thinks

    @property
    def judgement(self) -> Judgement | None:
        """What the network thinks of the present position; None while that is not known."""
        return self.mind.judgement(self.tree.node)

    @property
    def question(self) -> Question | None:
        """The present position, to be given to `judge`; None when there is nothing to ask: there is no
        network, somebody has resigned, or the answer is known."""
        if self.resigned or (self.counting and self.dead_are_known):
            return None
        return self.mind.question(self.game, self.tree.node, self.counting)

    def judge(self, question: Question) -> Judgement | None:
        """What the network thinks of the question's position; None when the game has gone on and nobody
        waits for the answer any more. It may be called from another thread: it changes nothing of the game.
        Raises BadInput when the network cannot be loaded.
        """
        # Playing along with a record, the network's choice is of interest after the move, too.
        return self.mind.answer(question, though_past=self.review is not None)

    def accept(self, question: Question, answer: Judgement | None) -> bool:
        """Takes an answer of `judge`; says whether it is about the present position."""
        if answer is None:
            return False
        is_present = self.mind.accept(question, answer)
        if is_present and question.counting:
            self._count.dead = answer.dead
        if self.review and not question.counting:
            self.review.judged(question.node, answer.ranking)
        return is_present

    def think(self) -> None:
        """Judges the present position here and now, if it is not judged yet."""
        if question := self.question:
            self.accept(question, self.judge(question))

    def consult(self, colour: Colour, *, views: bool = False) -> tuple[Game, Judgement]:
        """The position with this colour to move, and what the network thinks of it: asked here and now,
        whoever's turn it is and even after the end. With `views` each of the eight views is asked, too.

        Raises BadInput without a network that can be loaded.
        """
        game = self.game.snapshot(colour)
        question = Question(game, self.tree.node, self.mind.multi, views, counting=False)
        answer = self.mind.answer(question, though_past=True)
        if answer is None:
            raise BadInput("there is no network to ask")
        return game, answer

    def dismiss_network(self) -> None:
        """Goes on without the network, when it cannot be used: the players are people."""
        self.mind.dismiss()
        self.computer = frozenset()

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """The best moves, as many as are to be shown; none while the position is not judged, the game is
        over, or the next move is to be guessed."""
        if self.guessing or self.counting or self.resigned:
            return ()
        known = self.judgement
        return known.ranking[: self.count] if known else ()

    @property
    def marks(self) -> dict[int, str]:
        """The mark of each suggested point: 1 to 9, then a, b, c ..., and nothing after z."""
        return {
            suggestion.point: mark
            for mark, suggestion in zip(MARKS, self.suggestions, strict=False)
            if suggestion.point != PASS
        }

    # What changes the game

    def play(self, point: int) -> None:
        """The player to move plays there, or passes. Raises BadInput with the reason when that is illegal."""
        self._refuse_after_the_end()
        self.tree.play(point)
        self._unsaved = True
        self._changed()

    def move(self, colour: Colour, point: int) -> None:
        """This colour plays there, or passes, whoever's turn it is and even after the end: another program
        keeps the order. Raises IllegalMove."""
        self.tree.play(point, colour)
        self.resigned = None
        self._unsaved = True
        self._changed()

    def take_back(self) -> bool:
        """Forgets the last move, and a resignation after it; False if there is none."""
        if self.game.last_move is None or not self.tree.take_back():
            return False
        self.resigned = None
        self._changed()
        return True

    def decide(
        self, game: Game, known: Judgement, *, resign: float = 0, clear: bool = False, count: bool = True
    ) -> int | None:
        """What the program would play in the present position, as `consult` has it; None: it resigns.

        It resigns only if `resign` is above 0: the points that it must be behind, as `player.is_hopeless`
        says. With `clear` dead stones are captured first. Without `count` it takes no time to look for dead
        stones, and takes all for alive.
        """
        if count and clear:
            self.estimate()
            point = player.clear_away(game, known.ranking, self.dead)
            if point is not None:
                return point
        if count and resign > 0 and player.may_resign(game):
            if player.is_hopeless(game, self.estimate(), resign):
                return None
        elif count and player.counts(game):
            self.estimate()
        return player.choose(game, known.ranking, self.strength, self._random, dead=self.dead)

    def play_suggestion(self, rank: int) -> int:
        """Plays the suggestion of this rank, 1 for the first, and returns its point."""
        self._refuse_after_the_end()
        shown = self.suggestions
        if not shown:
            raise BadInput("there are no suggestions yet: type a point such as A 15, or p to pass")
        if not 1 <= rank <= len(shown):
            raise BadInput(f"there is no suggestion {rank}: type a number from 1 to {len(shown)}")
        point = shown[rank - 1].point
        self.play(point)
        return point

    @property
    def computer_to_move(self) -> bool:
        """Whether the program is to play next. Where the game has gone on already, it only looks."""
        return (
            self.game.to_move in self.computer
            and not (self.counting or self.resigned or self.paused)
            and not self.tree.variations
        )

    def play_best(self) -> int:
        """The program plays for the player to move; returns the point. The position must be judged."""
        known = self.judgement
        if known is None:
            raise BadInput("the program cannot move: the network has not judged the position")
        point = player.choose(self.game, known.ranking, self.strength, self._random)
        self.play(point)
        return point

    def set_guessing(self, guessing: bool) -> None:
        """Begins or ends guessing the record's moves. Raises BadInput when no record is open."""
        if guessing and self.review is None:
            raise BadInput("there is no record to guess in: open FILE.sgf opens one")
        self.guessing = guessing

    def guess(self, point: int) -> Guess:
        """Guesses the next move of the record, which is then played. Raises BadInput when there is none."""
        node = self.tree.node
        move = self.review.move(node) if self.review else None
        if self.review is None or move is None:
            raise BadInput("there is no move to guess here: go back into the record, or stop guessing")
        if point != PASS and self.game.board.at(point):
            self.tree.play(point)  # refuses, with the reason
        colour, played = move
        with self._moving():
            self.tree.play(played, colour)
        self.review.guessed(node, point)
        return Guess(colour, point, played, self.review.rank(node))

    def edit(self, point: int, colour: Colour | None) -> None:
        """Sets a stone of the colour, or clears the point; the turn stays."""
        self.tree.edit(point, colour)
        self._unsaved = True
        self._changed()

    def resign(self, colour: Colour | None = None) -> None:
        """The player to move, or `colour`, gives the game up. Raises BadInput when it is over."""
        self._refuse_after_the_end()
        self.resigned = colour or self.game.to_move
        self._changed()

    def new(self, setup: Setup) -> None:
        """Begins another game. Raises BadInput, and keeps this one, when the setup is impossible."""
        tree = GameTree(setup.game())
        self._begin(tree, setup.computer if self.mind.is_there else frozenset())
        self._name_players()

    def start(self, tree: GameTree) -> None:
        """Goes on with another game, at its present node; the program plays nobody."""
        self._begin(tree, frozenset())

    def set_up(self, board: Board, to_move: Colour) -> None:
        """Puts a whole position on the board. Raises IllegalMove if a chain would have no liberty."""
        self.tree.set_up(board, to_move)
        self._unsaved = True
        self._changed()

    def set_komi(self, komi: float) -> None:
        """Changes the komi of the game. Raises BadInput unless it is a number that makes sense."""
        self.tree.set_komi(Setup(self.game.size, komi=komi).game().rules.komi)
        self._unsaved = True

    def set_computer(self, computer: frozenset[Colour]) -> None:
        """Says which colours the program plays from now on. Raises BadInput if there is no network."""
        if computer and not self.mind.is_there:
            raise BadInput("the computer cannot play: there is no network")
        self.computer = computer
        self.paused = False
        if self.review is None:
            self._name_players()

    def _name_players(self) -> None:
        for colour, ident in PLAYERS.items():
            self.tree.set_text(ident, NAME if colour in self.computer else "")

    # Moving about in the game

    def undo(self) -> None:
        """Takes the last move or edit back, or one that is over by resignation up again; against the
        computer, back to the person's turn. Raises BadInput when there is nothing."""
        if self.resigned:
            self.resigned = None
        elif not self.tree.back():
            raise BadInput("there is nothing to undo")
        else:
            self._to_the_person(self.tree.back)
        self._changed()

    def redo(self) -> None:
        """Does again what was taken back last, or goes on in a record. Raises BadInput when there is
        nothing, or the record's next move cannot be made."""
        with self._moving():
            if not self.tree.forward():
                raise BadInput("there is nothing to redo" if self.review is None else "the record ends here")
            self._to_the_person(self.tree.forward)

    def _to_the_person(self, step: Callable[[], bool]) -> None:
        if len(self.computer) == 1:
            while self.game.to_move in self.computer and not self.game.is_over and step():
                pass

    def step(self, moves: int) -> None:
        """Goes so many moves on, or back, on the present line; a single step shows every comment between.

        Raises BadInput at a move of a record that cannot be made.
        """
        if abs(moves) == 1:
            with self._moving():
                _ = self.tree.forward() if moves > 0 else self.tree.back()
        else:
            self.go_to(self.game.move_number + moves)

    def go_to(self, number: int) -> None:
        """Goes to the position after that many moves of the present line, or to its nearest end.

        Raises BadInput at a move of a record that cannot be made, after going so far.
        """
        with self._moving():
            self.tree.go_to(number)

    def switch(self, step: int) -> None:
        """Goes to the next or an earlier variation of the last move. Raises BadInput when there is none."""
        with self._moving():
            if not self.tree.variation(step):
                raise BadInput("there is no other variation of this move")

    @contextmanager
    def _moving(self) -> Iterator[None]:
        before = self.tree.node
        try:
            yield
        finally:
            if self.tree.node != before:
                self.resigned = None
                self._changed()

    def _refuse_after_the_end(self) -> None:
        if self.is_over:
            raise BadInput("the game is over: u takes the end back, new begins another, q quits")

    def _changed(self) -> None:
        self.mind.move()
        self._count = Count()

    # The count

    @property
    def counting(self) -> bool:
        """Whether territory is counted: after two passes, or because it was asked for."""
        return self._count.asked or self.game.is_over

    def count_now(self) -> None:
        """Counts the position as if the game ended here, or stops doing so."""
        self._refuse_after_the_end()
        self.mind.move()
        self._count = Count(asked=not self._count.asked)

    @property
    def dead(self) -> int:
        """The mask of stones that count as dead."""
        return self._count.dead or 0

    @property
    def dead_are_known(self) -> bool:
        """Whether dead stones have been proposed already, or nobody can propose any."""
        return self._count.dead is not None or not self.mind.is_there

    def mark_dead(self, point: int) -> bool:
        """Declares the stones that live or die with this one dead, or alive again; whether they are dead now.

        Raises BadInput when nothing is being counted, or no stone is there.
        """
        if not self.counting:
            raise BadInput("stones are marked dead when the game is counted: after two passes, or by count")
        is_dead = self._count.mark(self.game, point)
        # A person's word is not to be overruled by a proposal that is still being worked on.
        self.mind.move()
        return is_dead

    def estimate(self) -> Score:
        """The area score of the board without the dead stones, which are looked for here and now unless they
        are known. Raises BadInput when the network cannot be loaded."""
        if not self.dead_are_known:
            question = self.mind.question(self.game, self.tree.node, counting=True)
            if question:
                self.accept(question, self.judge(question))
        return self.score()

    def score(self) -> Score:
        """The area score of the board without the dead stones."""
        return self._count.score(self.game)

    @property
    def result(self) -> str:
        """How the game ended, in words, or what the count says; empty while it goes on."""
        if self.resigned:
            return f"{self.resigned.name.capitalize()} resigns: {self._resignation}"
        if not self.counting:
            return ""
        why = "Both players passed" if self.game.is_over else "As it stands"
        found = self._count.text(self.game) if self.dead_are_known else "looking for dead stones ..."
        return f"{why}: {found}"

    @property
    def _resignation(self) -> str:
        return "W+R" if self.resigned is Colour.BLACK else "B+R"

    # The file

    @property
    def is_worth_keeping(self) -> bool:
        """Whether something would be lost with the game: moves of one's own that no file has."""
        return self._unsaved

    def sgf(self) -> bytes:
        """The game with all its variations as an SGF file, with its result when it is over."""
        if self.review is None and self.is_over:
            score = self.score()
            # SGF writes a draw as 0.
            result = self._resignation if self.resigned else str(score) if score.margin else "0"
            self.tree.set_text("RE", result)
        elif self.review is None and not self.tree.variations:
            self.tree.set_text("RE", "")
        return self.tree.write()

    def open(self, name: str) -> str:
        """Opens a game record to look at, at its beginning; returns a remark on what could not be read.

        Raises BadInput, and keeps the present game, when the file holds no game that can be used.
        """
        path, tree = open_game_file(name)
        self._begin(tree, frozenset())
        self.review = Review(tree)
        if not tree.damage:
            self._own_files.add(path)
            self.path = path
        return tree.damage

    def resume(self, data: bytes) -> None:
        """Goes on with a game that `sgf` wrote, at its end: the program plays what it played.

        Raises BadInput, and keeps the present game, when that cannot be read.
        """
        tree = GameTree.read(data)
        while tree.forward():
            pass
        computer = frozenset(colour for colour, ident in PLAYERS.items() if tree.text(ident) == NAME)
        self._begin(tree, computer if self.mind.is_there else frozenset())
        self._unsaved = True

    def save(self, name: str = "", *, overwrite: bool = False) -> Path:
        """Writes the game as SGF and returns the file's path; without a name, to where it came from.

        A file of that name that was neither written nor opened here stays as it is, unless `overwrite`:
        FileKept. Raises BadInput if it cannot be written.
        """
        path = self.path if self.path and not name else game_path(name)
        write_game_file(path, self.sgf(), over=overwrite or path in self._own_files)
        self._own_files.add(path)
        self._unsaved = False
        self.path = path
        return path
