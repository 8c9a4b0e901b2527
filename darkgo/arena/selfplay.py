"""Games of networks against themselves or each other. A whole batch of games advances on the device.

A call makes sixteen moves in every game of the batch, or two with a search. Between calls, finished games are
replaced by new ones. A move depends only on the seed, the number of the game and the number of the move, not
on its place in the batch.

In the shapes B is the number of games, N of points, A = N + 1 of actions, T of the moves a game may have, and
K of the moves in a target (`darkgo.arena.gumbel`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from math import isfinite
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax

from darkgo.arena.area import area_score
from darkgo.arena.draw import draw
from darkgo.arena.look import make_look
from darkgo.arena.rules import State, step
from darkgo.arena.running_games import Moves, RunningGames, new_games, of_game, renewed
from darkgo.arena.useful import useful
from darkgo.darknet import onednn
from darkgo.darknet.network import NetParameters, NetSpec
from darkgo.darknet.prepared import prepare
from darkgo.darknet.ways import BY_ONEDNN, BY_XLA, Ways
from darkgo.engine.strength import Strength
from darkgo.errors import BadInput
from darkgo.go.points import LARGEST_KOMI
from darkgo.model.heads import Answer

MOVES = 16
"""Moves per call. Even, so that Black is to move in every game when a call begins."""
SEARCHED_MOVES = 2
"""The same with a search, whose moves take longer."""
MOST_VISITS = 10**4


@dataclass(frozen=True)
class Options:
    """How games are played. Moves are drawn as in `darkgo.engine.strength`. Raises BadInput for impossible
    numbers."""

    komi: float
    max_moves: int
    """The number of moves after which a game is over."""
    seed: int
    temperature: float = 1.0
    top: int | None = None
    """Moves are drawn from this many of the most probable useful moves; None for all."""
    opening_moves: int = 0
    """The number of moves, of both players, that are drawn at the temperature of the opening."""
    opening_temperature: float = 1.0
    multi: bool = False
    """Whether the probabilities are the mean of the eight views."""
    dtype: str = "float32"
    """The number format of the network: float32 or bfloat16."""
    visits: int | None = None
    """The visits of the search that chooses each move; None for no search. The temperatures are then the
    factors of its Gumbel noise."""

    def __post_init__(self) -> None:
        Strength(self.temperature, self.top)
        try:
            Strength(self.opening_temperature)
        except BadInput as error:
            raise BadInput(f"opening {error}") from None
        if not isfinite(self.komi) or abs(self.komi) > LARGEST_KOMI:
            raise BadInput(f"komi {self.komi:g}: -{LARGEST_KOMI} to {LARGEST_KOMI} are possible")
        if self.opening_moves < 0:
            raise BadInput(f"opening moves {self.opening_moves}: 0 or more")
        if self.visits is not None and not 2 <= self.visits <= MOST_VISITS:
            raise BadInput(f"visits {self.visits}: 2 to {MOST_VISITS:,} are possible")
        if self.visits is not None and (self.top is not None or self.multi):
            given = "--multi" if self.multi else "--top"
            raise BadInput(
                f"found --visits with {given}; expected one of them: a search tries few moves itself"
            )

    @property
    def may_vary(self) -> bool:
        """Whether two games of the same players may differ."""
        opening_varies = self.opening_temperature > 0 and self.opening_moves > 0
        return self.top != 1 and (self.temperature > 0 or opening_varies)

    def temperatures(self) -> Array:
        """The temperature of each move, float32 [T]."""
        opening = jnp.arange(self.max_moves) < self.opening_moves
        return jnp.where(opening, self.opening_temperature, self.temperature)


class Finished(NamedTuple):
    """A game that is over."""

    number: int
    actions: list[int]
    """The moves, beginning with Black's first; N for a pass."""
    margin: float
    """Points by which Black won; negative if White did."""
    preferred: Moves | None = None
    """What the search preferred before each move; None without a search."""


class Round(NamedTuple):
    """The result of one call."""

    finished: list[Finished]
    moves: int
    """The number of moves made in all games."""


PlayMoves = Callable[[Sequence[NetParameters], Array, Array, RunningGames], tuple[RunningGames, Array]]


def play(
    networks: Sequence[NetSpec],
    parameters: Sequence[NetParameters],
    numbers: Iterable[int],
    batch: int,
    options: Options,
    advance: PlayMoves | None = None,
) -> Iterator[Round]:
    """Plays the games of these numbers, `batch` of them at a time, and yields after each call.

    `advance` is the result of an earlier `make_advance` for these networks and options, or None.

    One network plays both colours. Of two networks, the first is Black in games with even numbers, White in
    the others. The batch must then be even. Places of the batch stay empty if too few games of their parity
    are left.
    """
    advance = advance or make_advance(networks, options)
    prepared = prepared_for(networks, parameters, options)
    heat, key = options.temperatures(), jax.random.key(options.seed)
    renew = jax.jit(renewed)
    waiting = _queues(numbers, len(networks), batch)
    there = np.array([next(queue, -1) for queue in waiting])
    size, searched = networks[0].input[0], options.visits is not None
    running = new_games(jnp.asarray(there), size, options.max_moves, searched)
    before = np.zeros(batch, np.int64)
    finished: list[Finished] = []
    moves = 0
    while (there >= 0).any():
        running, margin = advance(prepared, key, heat, running)
        # The device computes the next call while the games of the last call are processed here.
        yield Round(finished, moves)
        over, made, played, preferred, margins = jax.device_get(
            (running.state.over, running.state.moves, running.played, running.preferred, margin)
        )
        moves = int((made - before)[there >= 0].sum())
        ended = over & (there >= 0)
        finished = [
            Finished(
                int(there[game]),
                played[game, : made[game]].tolist(),
                float(margins[game]),
                of_game(preferred, game, made[game]),
            )
            for game in np.flatnonzero(ended)
        ]
        there[ended] = [next(waiting[game], -1) for game in np.flatnonzero(ended)]
        begun = ended & (there >= 0)
        if begun.any():
            running = renew(running, begun, there.astype(np.int32))
        before = np.where(begun, 0, made)
    yield Round(finished, moves)


def _queues(numbers: Iterable[int], networks: int, batch: int) -> list[Iterator[int]]:
    """For each place of the batch, the numbers of the games that may still be played there.

    With two networks, the first half of the places is for even numbers and the second half for odd ones. So
    the same network is to move in all games of a half.
    """
    if networks == 1:
        return [iter(numbers)] * batch
    every = list(numbers)
    even, odd = (iter([number for number in every if number % 2 == parity]) for parity in (0, 1))
    return [even] * (batch // 2) + [odd] * (batch // 2)


def make_advance(networks: Sequence[NetSpec], options: Options) -> PlayMoves:
    """The compiled call. It returns the games after some more moves, and the points by which Black is ahead
    [B].

    Its arguments are what `prepared_for` makes of the parameters, a random key, the temperature of each move
    [T], and the running games.
    """
    chooses = _searching(networks, options) if options.visits else _drawing(networks, options)

    @jax.jit
    def advance(
        parameters: Sequence[NetParameters], key: Array, heat: Array, running: RunningGames
    ) -> tuple[RunningGames, Array]:
        def move(running: RunningGames, ply: Array) -> tuple[RunningGames, None]:
            state, number, played, preferred = running
            keys = jax.vmap(lambda *path: reduce(jax.random.fold_in, path, key))(number, state.moves)
            action, found = chooses(parameters, state, ply, keys, heat[state.moves])
            game, slot = jnp.arange(len(played)), jnp.where(state.over, played.shape[-1], state.moves)
            played, preferred = jax.tree.map(
                lambda every, one: every.at[game, slot].set(one.astype(every.dtype), mode="drop"),
                (played, preferred),
                (action, found),
            )
            return RunningGames(step(state, action), number, played, preferred), None

        plies = jnp.arange(SEARCHED_MOVES if options.visits else MOVES)
        running, _ = lax.scan(move, running, plies)
        return running, area_score(running.state.stones, options.komi)

    return advance


Chooses = Callable[[Sequence[NetParameters], State, Array, Array, Array], tuple[Array, Moves | None]]
"""(parameters, games, ply, keys [B], temperatures [B]) -> the moves [B] to play, and what a search preferred,
without T."""


def _drawing(networks: Sequence[NetSpec], options: Options) -> Chooses:
    """Moves are drawn by the networks' probabilities."""
    look = make_look(networks, options.dtype, _ways(options), options.multi)

    def chooses(
        parameters: Sequence[NetParameters], state: State, ply: Array, keys: Array, heat: Array
    ) -> tuple[Array, None]:
        found = look(parameters, state.stones * state.to_move[:, None], ply).policy
        return draw(keys, found, useful(state, found), heat, options.top), None

    return chooses


def _searching(networks: Sequence[NetSpec], options: Options) -> Chooses:
    """Moves are chosen by a search."""
    from darkgo.arena.gumbel import search

    look = make_look(networks, options.dtype, _ways(options))
    visits = options.visits or 0

    def chooses(
        parameters: Sequence[NetParameters], state: State, ply: Array, keys: Array, heat: Array
    ) -> tuple[Array, Moves]:
        def says(stones: Array) -> Answer:
            return look(parameters, stones, ply)

        found = search(says, state, keys, heat, options.komi, visits)
        return found.action, Moves(found.moves, found.shares, found.win)

    return chooses


def prepared_for(
    networks: Sequence[NetSpec], parameters: Sequence[NetParameters], options: Options
) -> list[NetParameters]:
    """The parameters as the compiled call takes them."""
    return [
        prepare(network, given, options.dtype, _ways(options)).parameters
        for network, given in zip(networks, parameters, strict=True)
    ]


def _ways(options: Options) -> Ways:
    return BY_ONEDNN if onednn.is_faster(options.dtype) else BY_XLA
