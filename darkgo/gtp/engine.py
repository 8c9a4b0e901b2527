"""GTP as text in, text out: a line of the other program becomes an answer."""

import sys
import traceback
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from inspect import Parameter, Signature, signature
from random import Random

from darkgo.engine.session import NAME, Session
from darkgo.errors import BadInput
from darkgo.gtp import analysis, board, files, gogui, kata, play, regression, score, settings, time
from darkgo.gtp.protocol import Request, failure, opening, parse, success
from darkgo.gtp.state import Command, State


class Engine:
    """Answers commands about one session. Nothing but `answer` changes it."""

    def __init__(
        self,
        session: Session,
        random: Random,
        *,
        name: str = NAME,
        seed: int | None = None,
        resign: float = 0,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        """`random` is what the session draws its moves with; `tell` takes a line for the people who look on,
        before each move."""
        self.state = State(session, random, name=name, seed=seed, resign=resign, tell=tell)

    @property
    def is_done(self) -> bool:
        """Whether it was told to quit."""
        return self.state.is_done

    @property
    def interval(self) -> float | None:
        """Seconds until the next `update` is due; None while no analysis goes on."""
        return self.state.analysis.interval if self.state.analysis else None

    def answer(self, line: str) -> str | None:
        """What is to be written for a line; None for one that holds no command.

        The answer to the command of an analysis lacks its last, empty line: updates may follow, and the
        next line, whatever it is, brings the end of it.
        """
        end = self.finish()
        try:
            request = parse(line)
        except BadInput as error:
            return end + failure("", str(error))
        return end + self._carried_out(request) if request else end or None

    def update(self) -> str:
        """What an analysis that goes on has to say now."""
        text = self.state.analysis.update() if self.state.analysis else ""
        return f"{text}\n" if text else ""

    def finish(self) -> str:
        """Ends the analysis that goes on, if there is one; what is to be written."""
        end = "\n" if self.state.analysis else ""
        self.state.analysis = None
        return end

    def _carried_out(self, request: Request) -> str:
        command = COMMANDS.get(request.name)
        if command is None:
            return failure(request.ident, "unknown command")
        try:
            _signature(command).bind(self.state, *request.words)
        except TypeError:
            return failure(request.ident, f"syntax error: expected {usage(request.name)}")
        self.state.begun = self.state.session.now()
        try:
            text = command(self.state, *request.words)
        except BadInput as error:
            return failure(request.ident, str(error))
        except Exception as error:
            # The other program waits for an answer whatever happens; what went wrong is told to people.
            traceback.print_exc(file=sys.stderr)
            return failure(request.ident, f"internal error: {error}")
        if self.state.analysis:
            return opening(request.ident) + self.update()
        return success(request.ident, text)


def usage(name: str) -> str:
    """A command and its arguments, as the user is told."""
    words = [name]
    for parameter in list(_signature(COMMANDS[name]).parameters.values())[1:]:
        word = parameter.name.upper()
        if parameter.kind is Parameter.VAR_POSITIONAL:
            word = f"[{word} ...]"
        elif parameter.default is not Parameter.empty:
            word = f"[{word}]"
        words.append(word)
    return " ".join(words)


@cache
def _signature(command: Command) -> Signature:
    return signature(command)


def name(state: State) -> str:
    """The program's name, or the one it was given."""
    return state.name


def program_version(state: State) -> str:
    """The version. To the second number 100 is added: Lizzie warns of engines below x.15."""
    try:
        major, minor, *rest = version("darkgo").split(".")
    except PackageNotFoundError:
        major, minor, rest = "0", "0", []
    return ".".join((major, str(100 + int(minor)), *rest))


def protocol_version(state: State) -> str:
    """The version of the protocol."""
    return "2"


def list_commands(state: State) -> str:
    """The commands, one in a line."""
    return "\n".join(COMMANDS)


def known_command(state: State, command: str) -> str:
    """Whether there is such a command."""
    return str(command.lower() in COMMANDS).lower()


def quit_engine(state: State) -> str:
    """Answers, and ends."""
    state.is_done = True
    return ""


COMMANDS: dict[str, Command] = {
    "protocol_version": protocol_version,
    "name": name,
    "version": program_version,
    "known_command": known_command,
    "list_commands": list_commands,
    "quit": quit_engine,
    **board.COMMANDS,
    **play.COMMANDS,
    **regression.COMMANDS,
    **time.COMMANDS,
    **score.COMMANDS,
    **files.COMMANDS,
    **analysis.COMMANDS,
    **settings.COMMANDS,
    **kata.COMMANDS,
    **gogui.COMMANDS,
}
