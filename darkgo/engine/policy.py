"""What the network says about a position: probabilities of moves, and the suggestions among them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from darkgo.darknet.ways import BY_XLA, Ways
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import PASS

Evaluate = Callable[[NDArray[np.int8]], NDArray[np.float32]]
Look = Literal["once", "mean", "views"]
"""How a board is looked at: as it stands, or in eight views, their mean taken or not."""


@dataclass(frozen=True)
class Suggestion:
    """A move and the probability that a strong player makes it. `point` is PASS for a pass."""

    point: int
    probability: float


class Policy:
    """A network ready to be asked. JAX is imported on the first load; one compilation for each board size,
    way of looking and number of boards."""

    def __init__(self, cfg: Path, weights: Path, ways: Ways = BY_XLA) -> None:
        """Reads both files. `ways`: what computes the network.

        Raises BadInput if either file cannot be used or the network is not for Go.
        """
        from darkgo.darknet.network import load_network
        from darkgo.darknet.prepared import prepare
        from darkgo.darknet.weights import read_weights
        from darkgo.model.network import check_go

        self.cfg, self.weights = cfg, weights
        self._network = check_go(load_network(cfg))
        self._prepared = prepare(self._network, read_weights(weights, self._network)[0], "float32", ways)
        self._compiled: dict[tuple[int, Look], Evaluate] = {}

    def evaluate(self, stones: NDArray[np.int8], multi: bool = False) -> NDArray[np.float32]:
        """Probabilities [B, A], pass last, for stones [B, N] (+1 of the player to move, -1 of the other).

        With `multi` the mean over the eight views. Occupied points keep the probability the network gives
        them. Raises BadInput if this network cannot read boards of that size.
        """
        return self._evaluate("mean" if multi else "once", stones)

    def probabilities(self, game: Game, multi: bool = False) -> NDArray[np.float32]:
        """Probabilities [A] of the position, pass last; occupied points are 0, nothing renormalised."""
        return _on_free_points(self.evaluate(_seen_by_mover(game), multi)[0], game)

    def views(self, game: Game) -> NDArray[np.float32]:
        """What each of the eight views says, [8, A], turned back to the board's own coordinates."""
        return _on_free_points(self._evaluate("views", _seen_by_mover(game))[0], game)

    def _evaluate(self, look: Look, stones: NDArray[np.int8]) -> NDArray[np.float32]:
        size = round(stones.shape[1] ** 0.5)
        if (size, look) not in self._compiled:
            self._compiled[size, look] = self._compile(size, look)
        return self._compiled[size, look](stones)

    def _compile(self, size: int, look: Look) -> Evaluate:
        import jax

        from darkgo.darknet.network import resized
        from darkgo.darknet.prepared import output
        from darkgo.model.network import check_go
        from darkgo.model.planes import over_views, planes

        try:
            check_go(resized(self._network, size))
            plan = self._prepared.plan.resized(size)
        except BadInput as error:
            raise BadInput(f"{self.cfg} cannot read a board of {size} lines: {error}") from None

        @jax.jit
        def evaluate(parameters, stones):  # type: ignore[no-untyped-def]
            def once(stones: jax.Array) -> jax.Array:
                return output(plan, parameters, planes(stones, size))

            if look == "once":
                return once(stones)
            views = over_views(once, stones, size)
            return views.mean(axis=1) if look == "mean" else views

        return lambda stones: np.asarray(evaluate(self._prepared.parameters, stones), np.float32)


def _seen_by_mover(game: Game) -> NDArray[np.int8]:
    """The position as stones [1, N], +1 of the player to move."""
    seen: NDArray[np.int8] = (game.board.array() * game.to_move).astype(np.int8)[None]
    return seen


def _on_free_points(probabilities: NDArray[np.float32], game: Game) -> NDArray[np.float32]:
    """The same probabilities [..., A] with 0 on occupied points."""
    found = probabilities.copy()
    found[..., :-1][..., game.board.array() != 0] = 0
    return found


def suggest(policy: Policy, game: Game, count: int = 5, multi: bool = False) -> list[Suggestion]:
    """The `count` most probable legal moves (pass is one), most probable first, the lower point on a tie.

    Illegal points are left out; the probabilities of the others stay as they are.
    """
    return rank(policy.probabilities(game, multi), game)[:count]


def rank(probabilities: NDArray[np.float32], game: Game) -> list[Suggestion]:
    """The legal moves and the pass with their probabilities [A], in the order of `suggest`."""
    legal, last = game.legal_mask(), len(probabilities) - 1
    actions = [*(action for action in range(last) if legal >> action & 1), last]
    ranked = sorted(actions, key=lambda action: (-probabilities[action], action))
    return [Suggestion(PASS if action == last else action, float(probabilities[action])) for action in ranked]
