"""The commands that show the program's evaluation of a position.

Win rates, leads and ownership are those of the player to move. A network without value heads knows none of
them; their fields then report an even game. All fields of a candidate come before its `pv`, because some
programs read everything after it as moves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from darkgo.engine.limit import ALONE, Limit
from darkgo.engine.player import counts
from darkgo.engine.ranking import Suggestion
from darkgo.engine.report import Candidate, Report
from darkgo.engine.standing import Standing
from darkgo.errors import BadInput
from darkgo.go.points import LARGEST_SIZE, PASS, Colour, format_point
from darkgo.go.symmetry import COUNT
from darkgo.gtp import arguments
from darkgo.gtp.ongoing import Ongoing
from darkgo.gtp.play import generate, limit, make, move_name
from darkgo.gtp.state import Analysis, CommandFunction, EngineState, say_no_standing

DEFAULT_INTERVAL = 100
"""Centiseconds between updates by default."""
_SHORTEST = 0.05
_LONGEST = 10**6
_FLAGS = (
    "ownershipstdev",
    "movesownership",
    "movesownershipstdev",
    "pvvisits",
    "pvedgevisits",
)
"""Options for a search. They are accepted and have no effect."""
_SHOWN = ("ownership", "rootinfo")
"""Options that show more."""


@dataclass(slots=True)
class AnalysisOptions:
    """What an analysis shows."""

    colour: Colour
    interval: int = DEFAULT_INTERVAL
    """Centiseconds."""
    least: int = 1
    most: int = LARGEST_SIZE**2 + 1
    avoided: set[int] = field(default_factory=set)
    """Points, or PASS, that are neither shown nor played."""
    ownership: bool = False
    """Whether to show the expected owner of each point, if it is known."""
    root: bool = False
    """Whether to show the numbers of the position itself."""

    def number(self, usual: int) -> int:
        """How many candidates are shown; `usual` if the command does not say."""
        return min(self.most, max(self.least, usual))


def lz_analyze(state: EngineState, *colour_interval_options: str) -> str:
    """Leela Zero's analysis."""
    return _analyze(state, colour_interval_options, leela)


def analyze(state: EngineState, *colour_interval_options: str) -> str:
    """The analysis that Sabaki prefers: Leela Zero's with a score lead."""
    return _analyze(state, colour_interval_options, sayuri)


def kata_analyze(state: EngineState, *colour_interval_options: str) -> str:
    """KataGo's analysis."""
    return _analyze(state, colour_interval_options, kata)


def lz_genmove_analyze(state: EngineState, *colour_interval_options: str) -> str:
    """The program moves, and shows its analysis in the form of `lz-analyze`."""
    return _genmove_analyze(state, colour_interval_options, leela)


def genmove_analyze(state: EngineState, *colour_interval_options: str) -> str:
    """The program moves, and shows its analysis in the form of `analyze`."""
    return _genmove_analyze(state, colour_interval_options, sayuri)


def kata_genmove_analyze(state: EngineState, *colour_interval_options: str) -> str:
    """The program moves, and shows its analysis in the form of `kata-analyze`."""
    return _genmove_analyze(state, colour_interval_options, kata)


Fields = Callable[[Candidate, Report], str]
"""Makes the fields of a candidate that differ between programs: all but move, visits, order and pv."""


def leela(candidate: Candidate, report: Report) -> str:
    """Leela Zero's fields: probabilities in ten-thousandths."""
    return (
        f"winrate {_tenthousandths(candidate.winrate)} prior {_tenthousandths(candidate.prior)} "
        f"lcb {_tenthousandths(candidate.lcb)}"
    )


def sayuri(candidate: Candidate, report: Report) -> str:
    """Leela Zero's fields, and the score lead in points."""
    return f"{leela(candidate, report)} scoreLead {candidate.lead:.2f}"


def kata(candidate: Candidate, report: Report) -> str:
    """KataGo's fields. Probabilities are from 0 to 1 and have decimals, because programs read an integer as
    ten-thousandths."""
    return (
        f"winrate {candidate.winrate:.4f} scoreMean {candidate.lead:.2f} "
        f"scoreStdev {report.standing.deviation:.2f} scoreLead {candidate.lead:.2f} "
        f"prior {candidate.prior:.6f} lcb {candidate.lcb:.4f}"
    )


def _root(own: Standing) -> str:
    return f"winrate {own.winrate:.4f} scoreLead {own.lead:.2f} scoreStdev {own.deviation:.2f}"


def _tenthousandths(share: float) -> int:
    return round(10000 * share)


def _analyze(state: EngineState, words: Sequence[str], fields: Fields) -> str:
    options = read_options(words, state)
    interval = max(_SHORTEST, options.interval / 100)
    if state.session.searches:
        session = state.session
        size, usual = session.game.size, session.count

        def show(report: Report) -> str:
            return line(report, options, fields, size, usual)

        ongoing = Ongoing(state, options.colour, options.avoided, interval, show)
        state.analysis = Analysis(interval, ongoing.line, ongoing.stop)
        return ""
    # The analysis does not change until the next command. It is made now, so that an error is answered at
    # once.
    shown = info(state, options, fields, is_enough=state.is_interrupted)
    state.analysis = Analysis(interval, lambda: shown)
    return ""


def _genmove_analyze(state: EngineState, words: Sequence[str], fields: Fields) -> str:
    options = read_options(words, state)
    if state.session.searches:
        size, usual = state.session.game.size, state.session.count
        report, point = make(state, options.colour, avoided=options.avoided)
        return f"\n{line(report, options, fields, size, usual)}\nplay {move_name(state, point)}"
    shown = info(state, options, fields, limit(state, options.colour))
    return f"\n{shown}\nplay {generate(state, options.colour, avoided=options.avoided)}"


def info(
    state: EngineState,
    options: AnalysisOptions,
    fields: Fields,
    limit: Limit = ALONE,
    is_enough: Callable[[], bool] = lambda: False,
) -> str:
    """One line with the best moves. Dead stones are looked for if they matter, and if there is time."""
    session = state.session
    game = session.game.snapshot(options.colour)
    report = session.consult(
        options.colour,
        count=counts(game),
        avoided=options.avoided,
        valued_moves=options.number(session.count),
        limit=limit,
        is_enough=is_enough,
    )
    say_no_standing(state, report)
    return line(report, options, fields, game.size, session.count)


def line(report: Report, options: AnalysisOptions, fields: Fields, size: int, usual: int) -> str:
    """A report as one line, with as many candidates as `options` asks for, or `usual` of them.

    If the network has value heads, candidates without a value are left out. There was no time to evaluate
    them.
    """
    shown = [
        one for one in report.candidates[: options.number(usual)] if one.has_value or not report.has_value
    ]
    words = [
        f"info move {format_point(candidate.point, size)} visits {candidate.visits} "
        f"{fields(candidate, report)} order {order} pv {arguments.names(candidate.variation, size)}"
        for order, candidate in enumerate(shown)
    ]
    if options.root:
        words.append(f"rootInfo visits {report.visits} {_root(report.standing)}")
    if options.ownership and report.standing.ownership is not None:
        words.append(f"ownership {' '.join(f'{share:.4f}' for share in report.standing.ownership)}")
    return " ".join(words)


def read_options(words: Sequence[str], state: EngineState) -> AnalysisOptions:
    """Read the arguments of an analysis: a colour, an interval and options with their values. All are
    optional.

    Raises BadInput.
    """
    options = AnalysisOptions(state.session.game.to_move)
    allowed: set[int] = set()
    left = list(words)
    if left and arguments.is_colour(left[0]):
        options.colour = arguments.colour(left.pop(0))
    if left and left[0].isdigit():
        options.interval = arguments.whole(left.pop(0), 0, _LONGEST, "interval")
    while left:
        option = left.pop(0).lower()
        if option in ("avoid", "allow"):
            colour, points = _restriction(option, left[:3], state.session.game.size)
            if colour is options.colour:
                (options.avoided if option == "avoid" else allowed).update(points)
            del left[:3]
            continue
        value = left.pop(0) if left else ""
        if option == "interval":
            options.interval = arguments.whole(value, 0, _LONGEST, option)
        elif option == "minmoves":
            options.least = arguments.whole(value, 0, _LONGEST, option)
        elif option == "maxmoves":
            options.most = arguments.whole(value, 0, _LONGEST, option)
        elif option not in (*_SHOWN, *_FLAGS) or value.lower() not in ("true", "false"):
            raise BadInput(
                f'syntax error: found "{f"{option} {value}".strip()}", expected interval, minmoves, '
                f"maxmoves, avoid, allow or one of {', '.join((*_SHOWN, *_FLAGS))}"
            )
        elif option == "ownership":
            options.ownership = value.lower() == "true"
        elif option == "rootinfo":
            options.root = value.lower() == "true"
    if allowed:
        options.avoided |= {PASS, *range(state.session.game.size**2)} - allowed
    return options


def _restriction(option: str, words: list[str], size: int) -> tuple[Colour, set[int]]:
    """Read the arguments of `avoid` or `allow`: a colour and a list of points.

    The last argument, for how many moves this holds, is ignored: only the next move is restricted. Raises
    BadInput.
    """
    if len(words) < 3:
        raise BadInput(f"syntax error: expected {option} COLOUR VERTEX,VERTEX... MOVES")
    points = {arguments.vertex(name, size) for name in words[1].split(",")}
    arguments.whole(words[2], 1, _LONGEST, "moves")
    return arguments.colour(words[0]), points


def kata_raw_nn(state: EngineState, symmetry: str) -> str:
    """The network's output for one view of the board, or for all. Points are those of the board, and not of
    the view."""
    views = range(COUNT)
    if symmetry.lower() != "all":
        views = range(first := arguments.whole(symmetry, 0, COUNT - 1, "symmetry"), first + 1)
    game = state.session.game
    known = state.session.consult(views=True)
    say_no_standing(state, known)
    known = known.seen_by(Colour.WHITE, game.to_move)
    return "\n".join(_raw(view, known.views[view], known.standings[view], game.size) for view in views)


def _raw(view: int, ranking: Sequence[Suggestion], white: Standing, size: int) -> str:
    """The output for one view. Win rate and lead are White's."""
    shares = {suggestion.point: suggestion.probability for suggestion in ranking}
    cells = [f"{shares[point]:8.6f}" if point in shares else "     NAN" for point in range(size**2)]
    owners = [f"{share:8.6f}" for share in white.ownership or [0.0] * size**2]
    return "\n".join(
        (
            f"symmetry {view}",
            f"whiteWin {white.winrate:.6f}",
            f"whiteLoss {1 - white.winrate:.6f}",
            f"whiteLead {white.lead:.3f}",
            "policy",
            *lines_of(cells, size),
            f"policyPass {shares[PASS]:.6f}",
            "whiteOwnership",
            *lines_of(owners, size),
        )
    )


def heatmap(state: EngineState, symmetry: str = "") -> str:
    """The network's probability of every point, in thousandths.

    `symmetry` selects one view, or the mean of all with `average`. By default the present setting is used.
    """
    session = state.session
    word = symmetry.lower()
    if word and word != "average":
        view = arguments.whole(symmetry, 0, COUNT - 1, "symmetry")
        ranking = session.consult(views=True).views[view]
    else:
        ranking = session.consult(multi=session.multi or word == "average").ranking
    shares = {suggestion.point: round(1000 * suggestion.probability) for suggestion in ranking}
    size = session.game.size
    cells = [f"{shares.get(point, 0):3d}" for point in range(size**2)]
    return "\n" + "\n".join((*lines_of(cells, size), f"pass: {shares[PASS]}"))


def lines_of(cells: Sequence[str], size: int) -> list[str]:
    """N cells as lines of a board, the top line first."""
    return [" ".join(cells[row * size : (row + 1) * size]) for row in range(size)]


COMMANDS: dict[str, CommandFunction] = {
    "analyze": analyze,
    "lz-analyze": lz_analyze,
    "kata-analyze": kata_analyze,
    "genmove_analyze": genmove_analyze,
    "lz-genmove_analyze": lz_genmove_analyze,
    "kata-genmove_analyze": kata_genmove_analyze,
    "kata-raw-nn": kata_raw_nn,
    "heatmap": heatmap,
}
