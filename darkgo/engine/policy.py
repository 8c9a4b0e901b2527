"""What the network says about a position: probabilities of moves, and the suggestions among them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import PASS

Evaluate = Callable[[NDArray[np.int8]], NDArray[np.float32]]


@dataclass(frozen=True)
class Suggestion:
    """A move and the probability that a strong player makes it. `point` is PASS for a pass."""

    point: int
    probability: float


class Policy:
    """A network ready to be asked. JAX is imported on the first load; one compilation for each board size."""

    def __init__(self, cfg: Path, weights: Path) -> None:
        """Reads both files. Raises BadInput if either cannot be used or the network is not for Go."""
        from darkgo.net.network import check_go, load_network
        from darkgo.net.weights import read_weights

        self.cfg, self.weights = cfg, weights
        self._network = check_go(load_network(cfg))
        self._parameters, _ = read_weights(weights, self._network)
        self._compiled: dict[tuple[int, bool], Evaluate] = {}

    def evaluate(self, stones: NDArray[np.int8], multi: bool = False) -> NDArray[np.float32]:
        """Probabilities [B, A], pass last, for stones [B, N] (+1 of the player to move, -1 of the other).

        With `multi` the mean over the eight views. Occupied points keep the probability the network gives
        them. Raises BadInput if this network cannot read boards of that size.
        """
        size = round(stones.shape[1] ** 0.5)
        if (size, multi) not in self._compiled:
            self._compiled[size, multi] = self._compile(size, multi)
        return self._compiled[size, multi](stones)

    def probabilities(self, game: Game, multi: bool = False) -> NDArray[np.float32]:
        """Probabilities [A] of the position, pass last; occupied points are 0, nothing renormalised."""
        stones = (game.board.array() * game.to_move).astype(np.int8)
        found: NDArray[np.float32] = self.evaluate(stones[None], multi)[0].copy()
        found[:-1][stones != 0] = 0
        return found

    def _compile(self, size: int, multi: bool) -> Evaluate:
        import jax

        from darkgo.net.network import apply, check_go, resized
        from darkgo.net.planes import VIEWS, all_views, mean_of_views, planes

        try:
            network = check_go(resized(self._network, size))
        except BadInput as error:
            raise BadInput(f"{self.cfg} cannot read a board of {size} lines: {error}") from None

        @jax.jit
        def single(parameters, stones):  # type: ignore[no-untyped-def]
            return apply(network, parameters, planes(stones, size))

        @jax.jit
        def averaged(parameters, stones):  # type: ignore[no-untyped-def]
            views = all_views(stones, size).reshape(-1, size * size)
            found = apply(network, parameters, planes(views, size))
            return mean_of_views(found.reshape(-1, VIEWS, size * size + 1), size)

        chosen = averaged if multi else single
        return lambda stones: np.asarray(chosen(self._parameters, stones), np.float32)


def suggest(policy: Policy, game: Game, count: int = 5, multi: bool = False) -> list[Suggestion]:
    """The `count` most probable legal moves (pass is one), most probable first, the lower point on a tie.

    Illegal points are left out; the probabilities of the others stay as they are.
    """
    found = policy.probabilities(game, multi)
    legal, last = game.legal_mask(), len(found) - 1
    actions = [*(action for action in range(last) if legal >> action & 1), last]
    ranked = sorted(actions, key=lambda action: (-found[action], action))[:count]
    return [Suggestion(PASS if action == last else action, float(found[action])) for action in ranked]
