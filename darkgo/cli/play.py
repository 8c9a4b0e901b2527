"""The commands `play`, for the board, and `test`, for the line mode."""

import os
import select
import signal
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Annotated, Literal

from cyclopts import CycloptsError, Parameter
from cyclopts.validators import Number

from darkgo.autosave import Autosave
from darkgo.cli.common import SearchSeconds, Threads, Visits, use_processors
from darkgo.darknet.cfg import read_cfg
from darkgo.engine.hints import HintChoice, Hints
from darkgo.engine.limit import limit_of
from darkgo.engine.session import Session
from darkgo.engine.setup import COMPUTER, Setup
from darkgo.engine.strength import LEVELS
from darkgo.engine.time_text import clock_text, read_clock
from darkgo.errors import BadInput
from darkgo.go.points import LARGEST_SIZE
from darkgo.model.evaluation import Evaluator
from darkgo.model.evaluator import NetworkEvaluator, network_evaluator
from darkgo.model.sections import KEYS
from darkgo.paths import default_network, find
from darkgo.settings import Settings

Precision = Literal["auto", "float32", "bfloat16"]
Level = Annotated[int, Parameter(validator=Number(gte=1, lte=len(LEVELS)))]
Rules = Literal["chinese", "japanese", "tromptaylor"]
Size = Annotated[int, Parameter(validator=Number(gte=2, lte=LARGEST_SIZE))]
Port = Annotated[int, Parameter(validator=Number(gte=0, lte=65535))]
GameNumber = Annotated[int, Parameter(validator=Number(gte=1))]
Percent = Annotated[float, Parameter(validator=Number(gte=0, lte=50))]
Count = Annotated[int, Parameter(validator=Number(gte=1, lte=LARGEST_SIZE**2 + 1))]
CountFromZero = Annotated[int, Parameter(validator=Number(gte=0, lte=LARGEST_SIZE**2 + 1))]

COMPUTER_AGAINST = {"black": "white", "white": "black", "both": "none", "none": "both"}
"""The colours that the computer plays, by the choice of the person."""


def play(
    record: Path | None = None,
    /,
    *,
    game: GameNumber | None = None,
    cfg: Path | None = None,
    weights: Path | None = None,
    precision: Precision = "float32",
    size: Size | None = None,
    colour: Literal["black", "white", "both", "none"] | None = None,
    multi: bool | None = None,
    top: CountFromZero | None = None,
    handicap: int | None = None,
    komi: float | None = None,
    rules: Rules | None = None,
    level: Level | None = None,
    visits: Visits | None = None,
    seconds: SearchSeconds | None = None,
    ponder: bool = False,
    threads: Threads | None = None,
    clock: str | None = None,
    resign: Percent | None = None,
    plain: bool = False,
    board: bool = True,
    web: bool = False,
    host: str = "127.0.0.1",
    port: Port = 8000,
) -> int:
    """Play on a board in the terminal. The defaults of most options are the saved settings (F9).

    Parameters
    ----------
    record
        An SGF file to look at, or to play along with.
    game
        Which game of the file, from 1; by default the first that can be used.
    cfg
        The network; --weights must be given too. By default DarkGo's own.
    weights
        The network's parameters.
    precision
        bfloat16 is faster on some processors, and less exact; auto takes the faster of the two.
    size
        Lines of the board, 2 to 25.
    colour
        Your colour. `both`: the computer only suggests. `none`: the computer plays both colours.
    multi
        Look at the board under eight rotations and reflections: better suggestions, more slowly.
    top
        How many suggestions are shown; 0 for none.
    handicap
        Black stones set before the game; White then begins.
    komi
        Points that White is given: 7.5, 6.5 with Japanese rules, or 0.5 in a handicap game.
    rules
        chinese counts area, japanese territory; tromptaylor counts area and allows suicide.
    level
        How well the computer plays: 1, which a beginner can beat, to 10, always its best move.
    visits
        Read ahead with so many visits of a search in each position; 1: the network alone.
    seconds
        Read ahead for so many seconds in each position, or less where --visits ends it earlier. Without
        --visits and --seconds what the settings say, at first 64 visits, and at most a second; below level
        10 the network alone.
    ponder
        Go on with the search while you think. What it finds is used for the computer's next move.
    threads
        Use so many processors; by default all of them.
    clock
        Time of both players: "10m", "10m 3x30s" with three periods of thirty seconds, "10m +10s" with ten
        seconds added after every move, or "off".
    resign
        Win rate in percent below which the computer resigns, three turns in a row; 0 for never.
    plain
        Text line by line instead of a board, for pipes and screen readers. Also the default if TERM is `dumb`
        or missing.
    board
        With --plain: print the board after every move. --no-board describes each move in words.
    web
        Show the board in a browser instead of the terminal.
    host
        With --web: the address to serve at. Anyone who can reach it can open and save files as you.
    port
        With --web: the port to serve at; 0 for any free port.
    """
    if not web and (host, port) != ("127.0.0.1", 8000):
        raise CycloptsError(msg="--host and --port go with --web")
    if not board and not plain:
        raise CycloptsError(msg="--no-board goes with --plain")
    if game is not None and record is None:
        raise CycloptsError(msg="--game goes with a record: darkgo play FILE.sgf --game 2")
    use_processors(threads)
    network = evaluator(cfg, weights, precision)
    settings, remark = Settings.load()
    settings = _overridden(
        settings,
        size=size,
        handicap=handicap,
        komi=komi,
        rules=rules,
        count=top or None,
        multi=multi,
        level=level,
        clock=None if clock is None else _clock(clock),
        resign=resign,
    )
    if top is not None:
        settings = _with_hints(settings) if top else replace(settings, hints="off", hints_in_play="off")
    if colour is not None:
        settings = replace(settings, computer=COMPUTER_AGAINST[colour])
    session = new_session(settings, network)
    session.limit = limit_of(visits, seconds, settings.limit)
    session.ponders = ponder
    if record is not None:
        remark = "\n".join(filter(None, (remark, session.open(str(record), game))))
    # The web server starts this program with the same arguments and with this variable.
    served = "TEXTUAL_DRIVER" in os.environ
    if web and not (served or plain):
        from darkgo.tui.web import serve

        serve([sys.executable, "-m", "darkgo", *sys.argv[1:]], host, port)
        return 0
    if not (served or plain):
        if plain := _shows_lines_alone():
            print("By TERM, this terminal cannot show a board: plain text.", file=sys.stderr)
        elif not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise BadInput("the board needs a terminal; --plain does without one")
    with closing(network):
        if plain:
            _play_in_lines(session, remark, board)
            return 0
        return play_on_the_screen(session, settings, remark, served)


def _play_in_lines(session: Session, remark: str, board: bool) -> None:
    from darkgo.plain.loop import run

    autosave, remark = _autosave(remark)
    if remark:
        print(remark, file=sys.stderr)
    if session.hints is Hints.OFF:
        print(f"Hints are off: top {session.count} shows the network's suggestions.", file=sys.stderr)
    run(session, sys.stdin, sys.stdout, sys.stderr, board=board, autosave=autosave)


def play_on_the_screen(
    session: Session, settings: Settings, remark: str, served: bool, *, problems: bool = False
) -> int:
    """`served`: by the server of a browser, without a terminal of its own. With `problems` it begins with the
    next problem. Returns the exit status."""
    # XLA's own log goes past Python to the terminal and would be written across the board.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # This is the longest time, in seconds, that the board waits for the network's thread to yield.
    sys.setswitchinterval(0.0005)
    from darkgo.tui.app import BoardApp

    if not served:
        Thread(target=_end_with_the_terminal, daemon=True).start()
    autosave, remark = _autosave(remark)
    app = BoardApp(session, settings, autosave=autosave, remark=remark, problems=problems)
    app.run()
    # Textual has already printed an error of its own; here its exit status is returned.
    return app.return_code or 0


def _autosave(remark: str) -> tuple[Autosave | None, str]:
    """Where games are kept, if anywhere, and the remark, with the reason if nowhere."""
    try:
        return Autosave(), remark
    except BadInput as error:
        return None, "\n".join(filter(None, (remark, f"unfinished games are not kept: {error}")))


def _shows_lines_alone() -> bool:
    """Whether TERM says that the terminal can only print lines. Windows does not set TERM."""
    return sys.platform != "win32" and os.environ.get("TERM", "") in ("", "dumb", "unknown")


def _end_with_the_terminal() -> None:
    """Ends the program when its terminal is closed. SIGHUP would do that, but ``make play`` does not pass it
    on.

    The program ends at once, because writing to a closed terminal waits for ever. The game was saved
    automatically before.
    """
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(sys.stdin.fileno(), 0)  # POLLHUP is always reported
        if any(event & select.POLLHUP for _, event in poll.poll()):
            os._exit(128 + signal.SIGHUP)


def line_mode(cfg: Path, weights: Path, /, *, multi: bool = False, top: Count = 5, size: Size = 19) -> None:
    """Show the network's suggestions in plain text, as the original program does, and play them.

    Parameters
    ----------
    cfg
        The network.
    weights
        Its parameters.
    multi
        Look at the board under eight rotations and reflections: better suggestions, more slowly.
    top
        How many suggestions are shown.
    size
        Lines of the board, 2 to 25.
    """
    from darkgo.plain.loop import run
    from darkgo.plain.text import original_prompt

    # Like the original, show suggestions in every position, also against the computer.
    always = HintChoice(against_computer=Hints.NUMBERS)
    with closing(evaluator(cfg, weights)) as network:
        session = Session(Setup(size).game(), network, count=top, hint_choice=always, multi=multi)
        run(session, sys.stdin, sys.stdout, sys.stderr, prompt=original_prompt)


def new_session(settings: Settings, evaluator: Evaluator) -> Session:
    """A new game as the settings have it. Raises BadInput for odds that the board does not allow."""
    session = Session(
        Setup(settings.size, settings.handicap, settings.komi, rules=settings.rules).game(),
        evaluator,
        computer=COMPUTER[settings.computer],
        count=settings.count,
        hint_choice=settings.hint_choice,
        multi=settings.multi,
        strength=LEVELS[settings.level - 1],
        person=settings.name,
        resigning=settings.resigning,
        mistake=settings.mistake,
        teach=settings.teach,
    )
    session.set_clock(read_clock(settings.clock))
    return session


def _clock(text: str) -> str:
    """The clock as it is kept in the settings. Raises BadInput."""
    system = read_clock(text)
    return clock_text(system) if system else ""


def _overridden(settings: Settings, **given: object) -> Settings:
    """The settings, overridden by the command line. If size or handicap is given, the saved handicap
    and komi are not used; if the rules are, the saved komi is not."""
    given = {name: value for name, value in given.items() if value is not None}
    if "size" in given or "handicap" in given:
        settings = replace(settings, handicap=0, komi=None)
    if "rules" in given:
        settings = replace(settings, komi=None)
    return replace(settings, **given)  # type: ignore[arg-type]


def _with_hints(settings: Settings) -> Settings:
    """The settings with numbered hints where hints are off."""
    names = ("hints", "hints_in_play")
    off = {name: Hints.NUMBERS for name in names if getattr(settings, name) == Hints.OFF}
    return replace(settings, **off)  # type: ignore[arg-type]


def evaluator(cfg: Path | None, weights: Path | None, precision: Precision = "float32") -> NetworkEvaluator:
    """Evaluates with a network, or DarkGo's own. It is loaded with the first question, and JAX with it: not
    before the board is on the screen.

    Raises CycloptsError if only one file is given, and BadInput for errors that can be found quickly.
    """
    if (cfg is None) != (weights is None):
        raise CycloptsError(msg="give both --cfg and --weights, or neither for DarkGo's own network")
    if cfg is None or weights is None:
        cfg, weights = default_network()
    cfg, weights = find(cfg, "cfg"), find(weights, "weights")
    read_cfg(cfg, KEYS)
    try:
        if not weights.is_file():
            raise BadInput(f"{weights}: cannot be read: it is not a file")
        weights.open("rb").close()
    except OSError as error:
        raise BadInput(f"{weights}: cannot be read: {error.strerror}") from None
    return network_evaluator(cfg, weights, precision)
