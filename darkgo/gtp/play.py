"""The commands that make moves and take them back."""

from collections.abc import Collection
from dataclasses import replace

from darkgo.engine.mind import HasTime
from darkgo.engine.report import report
from darkgo.errors import BadInput
from darkgo.go.game import IllegalMove
from darkgo.go.points import Colour, format_point
from darkgo.gtp import arguments
from darkgo.gtp.chat import thoughts
from darkgo.gtp.state import Command, State

COUNTING_TIME = 5
"""The least time for a move, in seconds, with which dead stones are searched for before it."""
_SHARE = 0.5
"""The share of the remaining time that this search may use. It is below 1, as some steps cannot be
stopped."""
RESIGN = "resign"


def play(state: State, colour: str, vertex: str) -> str:
    """A move of either colour, whoever's turn it is."""
    player = arguments.colour(colour)
    if vertex.lower() == RESIGN:
        if not state.session.resigned:
            state.session.resigned = player
        return ""
    move(state, player, arguments.vertex(vertex, state.session.game.size))
    return ""


def move(state: State, colour: Colour, point: int) -> None:
    """Makes a move. An illegal move gives the error of the protocol, with the reason."""
    try:
        state.session.move(colour, point)
    except IllegalMove as error:
        raise BadInput(f"illegal move: {error}") from None


def gogui_play_sequence(state: State, *moves: str) -> str:
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


def genmove(state: State, colour: str) -> str:
    """The program moves for a colour."""
    return generate(state, arguments.colour(colour))


def kgs_genmove_cleanup(state: State, colour: str) -> str:
    """The program moves, and captures dead stones before it passes."""
    return generate(state, arguments.colour(colour), clear=True)


def generate(state: State, colour: Colour, *, clear: bool = False, avoided: Collection[int] = ()) -> str:
    """Plays the program's move and names it. Raises BadInput if every legal move is avoided."""
    point = decide(state, colour, clear=clear, avoided=avoided)
    state.explanation = explain(state, colour, point)
    if state.tell:
        game, known = state.look(colour)
        told = report(game, known.ranking, state.session.dead, avoided)
        state.tell(thoughts(told, point, game.size))
    if point is None:
        state.session.resigned = colour
    else:
        state.session.move(colour, point)
        # Not every program sends the remaining time.
        state.clock = state.clock.after(colour, state.now() - state.begun)
    return name(state, point)


def decide(state: State, colour: Colour, *, clear: bool = False, avoided: Collection[int] = ()) -> int | None:
    """The program's move, chosen in the time that its clock allows; None if it resigns.

    Raises BadInput if every legal move is avoided.
    """
    game, known = state.look(colour)
    ranking = tuple(suggestion for suggestion in known.ranking if suggestion.point not in avoided)
    if not ranking:
        raise BadInput("every legal move is to be avoided")
    point = state.session.decide(
        game,
        replace(known, ranking=ranking),
        resign=state.resign,
        clear=clear,
        has_time=time_to_count(state, colour),
    )
    # The choice may be a pass, although it is to be avoided: without a useful move, or to end a won game.
    return ranking[0].point if point in avoided else point


def time_to_count(state: State, colour: Colour) -> HasTime:
    """A function that tells whether the player's clock leaves time to search for dead stones."""
    now = state.now()
    left = state.begun + state.clock.allowed(colour) - now
    end = now + _SHARE * left if left >= COUNTING_TIME else now
    return lambda: state.now() < end


def name(state: State, point: int | None) -> str:
    """The name of a move in an answer."""
    return RESIGN if point is None else format_point(point, state.session.game.size)


def explain(state: State, colour: Colour, point: int | None) -> str:
    """Why a move was chosen, in one line."""
    if point is None:
        return f"resign: behind by {state.resign:g} points or more, dead stones taken off"
    _, known = state.look(colour)
    for rank, suggestion in enumerate(known.ranking, 1):
        if suggestion.point == point:
            drawn = ", drawn" if state.session.strength.temperature else ""
            share = f"{100 * suggestion.probability:.2f}%"
            return f"{name(state, point)}: {share}, choice {rank} of {len(known.ranking)}{drawn}"
    return name(state, point)


def gomill_explain_last_move(state: State) -> str:
    """Why the program made its last move."""
    return state.explanation


def undo(state: State) -> str:
    """Takes the last move back."""
    return gg_undo(state, "1")


def gg_undo(state: State, moves: str = "1") -> str:
    """Takes back the given number of moves; none if there are fewer."""
    number = arguments.whole(moves, 0, 10**6, "moves")
    steps = state.session.game.history[1:]
    if number > len(steps) or not all(step.move for step in steps[len(steps) - number :]):
        raise BadInput("cannot undo")
    for _ in range(number):
        state.session.take_back()
    return ""


COMMANDS: dict[str, Command] = {
    "play": play,
    "genmove": genmove,
    "kgs-genmove_cleanup": kgs_genmove_cleanup,
    "undo": undo,
    "gg-undo": gg_undo,
    "gogui-play_sequence": gogui_play_sequence,
    "gomill-explain_last_move": gomill_explain_last_move,
}
