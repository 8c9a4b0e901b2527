"""The loop of the line mode: read a line, carry it out, and answer it.

The board and all remarks go to stderr. The suggestions, the prompt and the result go to stdout.
"""

from base64 import b64encode
from collections.abc import Callable
from typing import TextIO

from darkgo.autosave import Autosave
from darkgo.engine.ahead import score_text
from darkgo.engine.clipboard import clipboard_text
from darkgo.engine.commands import (
    ChangeRules,
    Copy,
    Do,
    Edit,
    JudgeAll,
    Komi,
    Level,
    Play,
    PlaySuggestion,
    Resume,
    Save,
    Show,
)
from darkgo.engine.game_report import report_of, report_text, swept_text
from darkgo.engine.limit import Limit
from darkgo.engine.parse import parse
from darkgo.engine.pasted import Brackets, begins_record, read_record
from darkgo.engine.perform import computer_text, go_on_without_network, perform, played_text
from darkgo.engine.pondering import Pondering
from darkgo.engine.session import Session
from darkgo.engine.session_text import opened_text
from darkgo.errors import BadInput
from darkgo.plain import text
from darkgo.plain.analysing import analyse
from darkgo.plain.kept_games import Keeping
from darkgo.problem_series import ProblemSeries

Prompt = Callable[[Session], str]
"""The prompt for the next line."""


class Quit(Exception):
    """The person ends the program."""


def run(
    session: Session,
    stdin: TextIO,
    stdout: TextIO,
    stderr: TextIO,
    *,
    prompt: Prompt = text.turn_prompt,
    board: bool = True,
    autosave: Autosave | None = None,
) -> None:
    """Plays until the person quits or the input ends.

    With `board` the board is printed after every move; otherwise moves are described in words until `board
    on`. With `autosave` games that no file has are kept.

    Raises BadInput if the network cannot be used at the start, unless a record is open. Every other error
    is answered with one line, and the same player is asked again.
    """
    LineMode(session, stdout, stderr, prompt, board, autosave).run(stdin)


class LineMode:
    """A session in the line mode: where it prints, and whether it prints the board."""

    def __init__(
        self,
        session: Session,
        stdout: TextIO,
        stderr: TextIO,
        prompt: Prompt,
        board: bool,
        autosave: Autosave | None = None,
    ) -> None:
        self.session = session
        self.stdout = stdout
        self.stderr = stderr
        self.prompt = prompt
        self.board = board
        self.keeping = Keeping(session, autosave, self.say)
        self._said_remarks = {""}
        self._has_person = False
        self._pondering = Pondering(session)
        self._problems = ProblemSeries(session)

    def run(self, stdin: TextIO) -> None:
        """Reads and answers lines until the end. Raises BadInput when the network cannot be used at the
        start."""
        self._has_person = stdin.isatty()
        self.keeping.offer()
        try:
            # A record may have a board of a size that the network cannot read.
            self.show_position_safely() if self.session.found_moves else self.show_position()
            self._answer_lines(stdin)
        finally:
            self.keeping.end()

    def _answer_lines(self, stdin: TextIO) -> None:
        while True:
            self.stdout.write(self.prompt(self.session))
            self.stdout.flush()
            if self.session.is_to_ponder:
                self._pondering.begin()
            line = stdin.readline()
            self._pondering.end()
            if not line:
                if stdin.isatty():
                    self.stdout.write("\n")
                return
            try:
                changed = self._open_record(line, stdin) if begins_record(line) else self.answer(line)
            except BadInput as refusal:
                self.say(str(refusal))
                continue
            except Quit:
                return
            if changed:
                self.show_position_safely()
            self.keeping.keep()

    def say(self, remark: str) -> None:
        """Prints a remark of one or more lines; an empty one prints nothing."""
        if remark:
            self.stderr.write(f"{remark}\n")
            self.stderr.flush()

    def answer(self, line: str) -> bool:
        """Carries out a typed line. Returns whether the position must be shown again.

        Raises BadInput if the line cannot be carried out, and Quit.
        """
        session = self.session
        command = parse(line, session.game.size)
        if isinstance(command, Resume):
            self.say(self.keeping.resume(command.number))
            return command.number > 0
        if isinstance(command, Copy):
            self.say(self._copy(command))
            return False
        if isinstance(command, JudgeAll):
            self.say(self._sweep(command.limit))
            return False
        if isinstance(command, Show):
            self.say(self.show(command))
            return command.what == "problems"
        if isinstance(command, PlaySuggestion) and session.computer_to_move:
            self._think()
            rank = command.rank
            # Enter lets the computer choose at its level. A number, even 1, is the person's own choice.
            if line.strip():
                self.say(played_text(session, lambda: session.play_suggestion(rank)))
            else:
                self.say(computer_text(session))
            return True
        remark = perform(command, session)
        seen = isinstance(command, Play | PlaySuggestion | Edit) and not session.guessing
        seen |= command in (Do("undo"), Do("redo"))
        if not (self.board and seen):
            self.say(remark)
        if isinstance(command, Komi | ChangeRules):
            return session.counting
        return not isinstance(command, Save | Level)

    def _open_record(self, line: str, stdin: TextIO) -> bool:
        """Opens a pasted record, of which this is the first line. Raises BadInput."""
        brackets, lines = Brackets(), [line]
        brackets.read(line)
        if brackets.are_open and stdin.isatty():
            self.say("the record goes on until its brackets are closed")
        while brackets.are_open and (line := stdin.readline()):
            brackets.read(line)
            lines.append(line)
        remark = self.session.look_at(read_record("".join(lines)))
        self.say(opened_text(self.session, remark))
        return True

    def show(self, command: Show) -> str:
        """The text that a command prints. Raises Quit for the command that ends the program."""
        session = self.session
        match command.what:
            case "quit":
                raise Quit
            case "help":
                return text.help_text()
            case "new":
                raise BadInput("new which game? new 19, new 13, new 9, or with a handicap: new 19 4")
            case "heat":
                session.think()
                return text.heat_text(session)
            case "score":
                session.think()
                return score_text(session)
            case "ownership":
                session.think()
                return text.territory_text(session)
            case "views":
                return text.views_text(session)
            case "numbers":
                return text.moves_text(session.game)
            case "info":
                return text.info_text(session)
            case "board":
                return text.board_text(session.game.board, session.marks).rstrip("\n")
            case "board on" | "board off":
                self.board = command.what == "board on"
                if self.board:
                    return "the board is printed after every move"
                return "moves are described in words"
            case "stones":
                return text.stones_text(session.game)
            case "analyse":
                if not self._has_person:
                    raise BadInput(
                        "analyse needs a terminal, where Ctrl+C ends it; --visits does without one"
                    )
                said = analyse(session, self.stderr)
                self.stdout.write(self._list())
                return said
            case "problems":
                return self._problems.next()
            case "report":
                return report_text(report_of(session))

    def _copy(self, command: Copy) -> str:
        """Copies a text to the clipboard of the terminal. If stdout is not a terminal, the text is
        printed."""
        copied, said = clipboard_text(command, self.session)
        if not self.stdout.isatty():
            self.stdout.write(f"{copied.rstrip()}\n")
            return ""
        # OSC 52, as xterm defines it. A terminal that does not know it, or refuses it, shows nothing.
        self.stdout.write(f"\x1b]52;c;{b64encode(copied.encode()).decode()}\a")
        return said

    def _sweep(self, limit: Limit) -> str:
        """Judges every position of the game, with its progress; Ctrl+C ends it."""
        session, sweep, done = self.session, self.session.sweep(limit), 0
        try:
            for done, (question, report) in enumerate(sweep.reports(), 1):
                session.accept(question, report)
                if self.stderr.isatty():
                    self.stderr.write(f"\rjudging {done} of {sweep.positions} positions")
                    self.stderr.flush()
        except KeyboardInterrupt:
            sweep.cancel()
        if self.stderr.isatty():
            self.stderr.write("\n")
        return swept_text(session, sweep, done)

    def _think(self) -> None:
        """Judges the position. If a search ended early, says why, once for each reason."""
        self.session.think()
        remark = self.session.report.remark if self.session.report else ""
        if remark not in self._said_remarks:
            self._said_remarks.add(remark)
            self.say(remark)

    def show_position(self) -> None:
        """Lets the computer move, then prints the board or the last move, and the suggestions or the result.

        Raises BadInput if the network cannot be used.
        """
        session = self.session
        self._think()
        while session.computer_to_move and len(session.computer) == 1:
            self.say(computer_text(session))
            self._think()
        if self.board:
            self.stderr.write(text.board_text(session.game.board, session.marks))
            self.say(text.captures_text(session.game))
        for remark in text.remarks(session):
            self.stderr.write(f"{remark}\n")
        self.stderr.flush()
        if outcome := self._problems.outcome():
            self.say(outcome)
        if session.counting and self.board:
            self.stdout.write(text.area_text(session))
        if session.result:
            self.stdout.write(f"{session.result}\n")
        if session.breakdown:
            self.stdout.write(text.breakdown_text(session.breakdown))
        self.stdout.write(self._list())

    def _list(self) -> str:
        """The suggestions."""
        list_text = text.list_text if self.board else text.spoken_list
        return list_text(self.session.suggestions, self.session.game.size)

    def show_position_safely(self) -> None:
        """Like `show_position`. If the network cannot be used, this game goes on without it."""
        try:
            self.show_position()
        except BadInput as error:
            self.say(go_on_without_network(self.session, str(error)))
            self.show_position()
