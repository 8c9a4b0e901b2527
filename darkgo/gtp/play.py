"""The commands that make moves and take them back."""

from collections.abc import Collection

from darkgo.engine.limit import Limit
from darkgo.engine.player import needs_count, needs_last_turns
from darkgo.engine.report import Report
from darkgo.errors import BadInput
from darkgo.go.game import IllegalMove
from darkgo.go.points import Colour, format_point
from darkgo.gtp import arguments
from darkgo.gtp.chat import thoughts
from darkgo.gtp.state import CommandFunction, EngineState, say_no_standing, say_remark

RESIGN = "resign"


def play(state: EngineState, colour: str, vertex: str) -> str:
    """A move of either colour, whoever's turn it is."""
    player = arguments.colour(colour)
    if vertex.lower() == RESIGN:
        if not state.session.resigned:
            state.session.resigned = player
        return ""
    move(state, player, arguments.vertex(vertex, state.session.game.size))
    return ""


def move(state: EngineState, colour: Colour, point: int) -> None:
    """Makes a move. An illegal move gives the error of the protocol, with the reason."""
    try:
        state.session.move(colour, point)
    except IllegalMove as error:
        raise BadInput(f"illegal move: {error}") from None


def gogui_play_sequence(state: EngineState, *moves: str) -> str:
    """Makes several moves, given as pairs of a colour and a vertex; makes none if one of them is illegal."""
    if len(moves) % 2:
        raise BadInput("syntax error: expected pairs of a colour and a vertex")
    made, resigned = 0, state.session.resigned
    try:
        for colour, vertex in zip(moves[::2], moves[1::2], strict=True):
            move(state, arguments.colour(colour), arguments.vertex(vertex, state.session.game.size))
            made += 1
    except BadInput:
        for _ in range(made):
            state.session.take_back()
        state.session.resigned = resigned
        raise
    return ""


def genmove(state: EngineState, colour: str) -> str:
    """The program moves for a colour."""
    return generate(state, arguments.colour(colour))


def kgs_genmove_cleanup(state: EngineState, colour: str) -> str:
    """The program moves, and captures dead stones before it passes."""
    return generate(state, arguments.colour(colour), clear=True)


def generate(
    state: EngineState, colour: Colour, *, clear: bool = False, avoided: Collection[int] = ()
) -> str:
    """Plays the program's move and names it. Raises BadInput if every legal move is avoided."""
    return move_name(state, make(state, colour, clear=clear, avoided=avoided)[1])


def make(
    state: EngineState, colour: Colour, *, clear: bool = False, avoided: Collection[int] = ()
) -> tuple[Report, int | None]:
    """Plays the program's move. Returns the report and the move; None if it resigns.

    Raises BadInput if every legal move is avoided.
    """
    session = state.session
    report, point = decide(state, colour, clear=clear, avoided=avoided)
    state.explanation = explain(state, report, point)
    if state.tell:
        state.tell(thoughts(report, point, session.game.size))
    if point is None:
        session.resigned = colour
    else:
        session.move(colour, point)
        state.own_node = session.tree.node
        # Not every program sends the remaining time.
        session.clock = session.clock.after(colour, session.now() - state.begun)
    return report, point


def decide(
    state: EngineState, colour: Colour, *, clear: bool = False, avoided: Collection[int] = ()
) -> tuple[Report, int | None]:
    """The report and the program's move, in the time that its clock allows; None if it resigns. Raises
    BadInput if every legal move is avoided."""
    session = state.session
    game = session.game.snapshot(colour)
    report = session.consult(
        colour,
        count=needs_count(game, resign=state.resign, clear=clear),
        avoided=avoided,
        last_turns=needs_last_turns(game, state.resign),
        limit=limit(state, colour),
    )
    if state.resign.rate:
        say_no_standing(state, report)
    say_remark(state, report)
    return report, session.decide(report, colour, resign=state.resign, clear=clear)


def limit(state: EngineState, colour: Colour) -> Limit:
    """How long to think, by the limit and by the player's clock. The time of the present command counts."""
    session = state.session
    return session.clock.limit(colour, session.limit, session.now() - state.begun)


def move_name(state: EngineState, point: int | None) -> str:
    """The name of a move in an answer."""
    return RESIGN if point is None else format_point(point, state.session.game.size)


def explain(state: EngineState, report: Report, point: int | None) -> str:
    """Why a move was chosen, in one line."""
    if point is None:
        return f"resign: {state.resign.reason(report)}"
    for rank, suggestion in enumerate(report.ranking, 1):
        if suggestion.point == point:
            drawn = ", drawn" if state.session.strength.draws else ""
            share = f"{100 * suggestion.probability:.2f}%"
            read = searched_text(report, point)
            return f"{move_name(state, point)}: {share}, choice {rank} of {len(report.ranking)}{drawn}{read}"
    return move_name(state, point)


def searched_text(report: Report, point: int) -> str:
    """The visits and the value of a move by a search; empty without a search."""
    for one in report.candidates:
        if report.is_searched and one.point == point:
            value = f"win rate {100 * one.winrate:.1f}%, lead {one.lead:.1f}"
            return f"; {one.visits} of {report.visits} visits, {value}"
    return ""


def gomill_explain_last_move(state: EngineState) -> str:
    """Why the program made its last move."""
    return state.explanation


def undo(state: EngineState) -> str:
    """Takes the last move back."""
    return gg_undo(state, "1")


def gg_undo(state: EngineState, moves: str = "1") -> str:
    """Takes back the given number of moves; none if there are fewer."""
    number = arguments.whole(moves, 0, 10**6, "moves")
    steps = state.session.game.history[1:]
    if number > len(steps) or not all(step.move for step in steps[len(steps) - number :]):
        raise BadInput("cannot undo")
    for _ in range(number):
        state.session.take_back()
    return ""


COMMANDS: dict[str, CommandFunction] = {
    "play": play,
    "genmove": genmove,
    "kgs-genmove_cleanup": kgs_genmove_cleanup,
    "undo": undo,
    "gg-undo": gg_undo,
    "gogui-play_sequence": gogui_play_sequence,
    "gomill-explain_last_move": gomill_explain_last_move,
}
