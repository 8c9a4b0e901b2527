"""The GTP engine as text in, text out: it turns a line of the other program into an answer."""

import sys
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from inspect import Parameter, Signature, signature
from random import Random
from typing import Any

from darkgo.engine.player import NEVER, Resigning
from darkgo.engine.player_names import NAME
from darkgo.engine.pondering import Pondering
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.gtp import analysis, board, files, gogui, kata, play, regression, score, settings, time
from darkgo.gtp.protocol import Request, failure, opening, parse, success
from darkgo.gtp.state import CommandFunction, EngineState
from darkgo.release import version


class Engine:
    """Answers commands about one session. Only `answer` changes the session."""

    def __init__(
        self,
        session: Session,
        random: Random,
        *,
        name: str = NAME,
        seed: int | None = None,
        resign: Resigning = NEVER,
        ponders: bool = False,
        tell: Callable[[str], None] | None = None,
        prepare: "Callable[[int], Future[Any] | None]" = lambda size: None,
        narrate: Callable[[str], None] = lambda line: None,
    ) -> None:
        """`random` is the generator that the session draws moves with. `tell` is called before each move with
        a line for the spectators, `narrate` with one for the user."""
        self.state = EngineState(
            session,
            random,
            name=name,
            seed=seed,
            resign=resign,
            ponders=ponders,
            tell=tell,
            prepare=prepare,
            narrate=narrate,
        )
        self._pondering = Pondering(session)

    @property
    def is_done(self) -> bool:
        """Whether the engine was told to quit."""
        return self.state.is_done

    @property
    def interval(self) -> float | None:
        """Seconds until the next `update` is due; None if no analysis is running."""
        return self.state.analysis.interval if self.state.analysis else None

    def answer(self, line: str) -> str | None:
        """The text to write for a line; None for a line without a command.

        The answer to an analysis command lacks its final empty line, because updates may follow. The answer
        to the next line begins with it.
        """
        end = self.finish()
        self._pondering.end()
        try:
            request = parse(line)
        except BadInput as error:
            return end + failure("", str(error))
        answer = end + self._carried_out(request) if request else end or None
        self._ponder()
        return answer

    def _ponder(self) -> None:
        """Searches on after the program's own move, until the next line arrives."""
        state = self.state
        is_opponents_turn = state.own_node is not None and state.own_node is state.session.tree.node
        if (
            state.ponders
            and is_opponents_turn
            and not (state.analysis or state.is_done or state.is_interrupted())
        ):
            self._pondering.begin()

    def update(self) -> str:
        """The present line of the running analysis."""
        text = self.state.analysis.update() if self.state.analysis else ""
        return f"{text}\n" if text else ""

    def close(self) -> str:
        """Ends everything that is running; returns the text to write."""
        self._pondering.end()
        return self.finish()

    def finish(self) -> str:
        """Ends a running analysis; returns the text to write, empty if there was none."""
        if self.state.analysis is None:
            return ""
        self.state.analysis.stop()
        self.state.analysis = None
        return "\n"

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
            # The other program always waits for an answer. The traceback goes to stderr, where people read
            # it.
            traceback.print_exc(file=sys.stderr)
            return failure(request.ident, f"internal error: {error}")
        if self.state.analysis:
            return opening(request.ident) + self.update()
        return success(request.ident, text)


def usage(name: str) -> str:
    """A command and its arguments, for error messages."""
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
def _signature(command: CommandFunction) -> Signature:
    return signature(command)


def name(state: EngineState) -> str:
    """The program's name, or the name set by the user."""
    return state.name


def program_version(state: EngineState) -> str:
    """The version, with 100 added to its second number, because Lizzie warns of engines below x.15."""
    major, minor, *rest = version().split(".")
    return ".".join((major, str(100 + int(minor)), *rest))


def protocol_version(state: EngineState) -> str:
    """The version of the protocol."""
    return "2"


def list_commands(state: EngineState) -> str:
    """The commands, one per line."""
    return "\n".join(COMMANDS)


def known_command(state: EngineState, command: str) -> str:
    """Whether there is such a command."""
    return str(command.lower() in COMMANDS).lower()


def quit_engine(state: EngineState) -> str:
    """Answers, and ends the engine."""
    state.is_done = True
    return ""


COMMANDS: dict[str, CommandFunction] = {
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
