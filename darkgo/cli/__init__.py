"""The command line. Each command's module is imported only when the command is called."""

import os
import sys
from io import TextIOWrapper
from typing import NoReturn

from cyclopts import App, CoercionError, CycloptsError, MissingArgumentError

from darkgo.errors import BadInput, shown
from darkgo.release import version

COMMANDS = {
    "play": ("darkgo.cli.play:play", "Play on a board in the terminal."),
    "test": ("darkgo.cli.play:line_mode", "Suggestions in plain text, line by line."),
    "review": ("darkgo.cli.review:review", "Judge game records, and name their worst moves."),
    "problems": ("darkgo.cli.problems:problems", "Solve problems made of your own mistakes."),
    "analysis": ("darkgo.cli.analysis:analysis", "Answer KataGo's JSON analysis protocol."),
    "gtp": ("darkgo.cli.gtp:gtp", "Speak the Go Text Protocol, for Go programs with a board."),
    "classify": ("darkgo.cli.classify:classify", "Say what is in pictures."),
    "net": ("darkgo.cli.net:net", "Print the layers of networks, or compare them."),
    "bench": ("darkgo.cli.bench:bench", "Measure how fast a network is computed on this machine."),
    "devices": (
        "darkgo.cli.devices:devices",
        "Print what computes here, how fast, and what a network takes.",
    ),
    "deepen": ("darkgo.cli.net:deepen", "Begin a deeper network with the weights of another."),
    "data": ("darkgo.cli.data:app", "Turn game records into positions for training."),
    "train": ("darkgo.cli.train:train", "Train a network, for Go or for pictures."),
    "valid": ("darkgo.cli.train:valid", "Measure how often a network finds the move played."),
    "selfplay": (
        "darkgo.cli.selfplay:selfplay",
        "Let a network play itself: games and positions to train on.",
    ),
    "match": ("darkgo.cli.match:match", "Play networks or programs against each other."),
    "ladder": ("darkgo.cli.match:ladder", "Print the ratings of all players."),
    "reinforce": ("darkgo.cli.reinforce:reinforce", "Improve a network by games against its earlier selves."),
    "plot": ("darkgo.cli.plot:plot", "Draw the learning curves of training runs."),
}
"""The function of each command, and its line in the list of commands. To show the list none is imported."""

NUMBERS = {int: "a whole number", float: "a number"}
"""What is expected for an argument of each type."""


def _app(wanted: str) -> App:
    """The program, whose help for the wanted command is that command's own docstring."""
    app = App(
        name="darkgo",
        help="Go with a darknet policy network. Without a command: play on a board in the terminal.",
        version=version,
        exit_on_error=False,
        print_error=False,
        result_action="return_value",
    )
    for name, (target, purpose) in COMMANDS.items():
        app.command(target, name=name, help=None if name == wanted else purpose)
    return app


def main(arguments: list[str] | None = None) -> NoReturn:
    """Runs one command line and exits.

    The status is 0: done, 1: bad input, 2: wrong usage, 130: interrupted, or 141: the output pipe is closed.
    """
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Runs one command line; returns the exit status. A user's error is printed as one line on stderr."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # The stream was closed by the program that started this one.
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    command = "darkgo"
    try:
        arguments = _completed(arguments)
        if arguments[0] in COMMANDS:
            command += f" {arguments[0]}"
        status = _app(arguments[0])(arguments)
        sys.stdout.flush()
    except CycloptsError as error:
        command = " ".join(("darkgo", *error.command_chain)) if error.command_chain else command
        print(f"darkgo: {_misuse(error)}\nTry: {command} --help", file=sys.stderr)
        return 2
    except BadInput as error:
        print(f"darkgo: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The interpreter flushes stdout again at exit, and would report the same closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(f"darkgo: {_fault(error)}", file=sys.stderr)
        return 1
    return status or 0


def _misuse(error: CycloptsError) -> str:
    """What is wrong with the arguments, in one line."""
    if isinstance(error, MissingArgumentError) and error.argument:
        return f"{error.keyword} needs a value" if error.keyword else f"{error.argument.name} is missing"
    if isinstance(error, CoercionError) and error.token and error.target_type in NUMBERS:
        name = error.token.keyword or (error.argument.name if error.argument else "")
        found = shown(error.token.value)
        return f'{name}: found "{found}", expected {NUMBERS[error.target_type]}'
    return str(error)


def _fault(error: OSError) -> str:
    """An error of the system, in one line."""
    try:
        os.getcwd()
    except FileNotFoundError:
        return f"{error}: the current folder has been deleted; change to another one"
    return str(error)


def _completed(arguments: list[str]) -> list[str]:
    """The arguments, with the original's -multi as --multi, and with `play` if no command is given."""
    arguments = ["--multi" if argument == "-multi" else argument for argument in arguments]
    first = arguments[0] if arguments else ""
    if first in ("-h", "--help", "--version", *COMMANDS):
        return arguments
    if first and not first.startswith("-"):
        # The error is raised here, because the library would import every command to make a suggestion.
        raise CycloptsError(msg=f'no command "{first}"; there are {", ".join(COMMANDS)}')
    return ["play", *arguments]
