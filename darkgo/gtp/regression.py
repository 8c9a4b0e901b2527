"""The commands of test suites: they ask what the program would play.

No move is made. The answer is the same each time, because random moves are drawn with a seed.
"""

from collections.abc import Collection

from darkgo.errors import BadInput
from darkgo.go.points import PASS, Colour
from darkgo.gtp import arguments
from darkgo.gtp.play import decide, move_name
from darkgo.gtp.state import CommandFunction, EngineState

_LARGEST_SEED = 2**31 - 1


def reg_genmove(state: EngineState, colour: str) -> str:
    """What the program would play."""
    return move_name(state, _drawn(state, arguments.colour(colour)))


def gg_genmove(state: EngineState, colour: str, seed: str = "0") -> str:
    """What the program would play if it drew its moves with this seed."""
    return move_name(
        state, _drawn(state, arguments.colour(colour), arguments.whole(seed, 0, _LARGEST_SEED, "seed"))
    )


def restricted_genmove(state: EngineState, colour: str, *vertices: str) -> str:
    """The best of the given moves, which may include a pass; a pass if none of them is legal."""
    player, size = arguments.colour(colour), state.session.game.size
    if not vertices:
        raise BadInput("no allowed vertex: expected restricted_genmove COLOUR VERTEX ...")
    allowed = {arguments.vertex(vertex, size) for vertex in vertices}
    legal = state.session.game.snapshot(player).legal_mask()
    if not any(point == PASS or legal >> point & 1 for point in allowed):
        return move_name(state, PASS)
    avoided = {PASS, *range(size**2)} - allowed
    return move_name(state, _drawn(state, player, avoided=avoided))


def _drawn(state: EngineState, colour: Colour, seed: int = 0, avoided: Collection[int] = ()) -> int | None:
    """The move drawn with this seed. The random generator of the game is not affected."""
    before = state.random.getstate()
    state.random.seed(seed)
    try:
        return decide(state, colour, avoided=avoided)[1]
    finally:
        state.random.setstate(before)


COMMANDS: dict[str, CommandFunction] = {
    "reg_genmove": reg_genmove,
    "gg_genmove": gg_genmove,
    "restricted_genmove": restricted_genmove,
}
