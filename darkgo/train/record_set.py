"""Position records as the examples of a training run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from darkgo.darknet.network import NetParameters, NetSpec, resized
from darkgo.data.records import SIDE
from darkgo.errors import BadInput
from darkgo.model.heads import heads
from darkgo.model.network import check_go
from darkgo.train.advance import make_advance, resident_bytes
from darkgo.train.batch import outcome
from darkgo.train.begin import TrainOptions, check_training
from darkgo.train.calls import Advance
from darkgo.train.checkpoint import load_facts
from darkgo.train.examples import Examples, digest_of
from darkgo.train.journal import tell
from darkgo.train.mesh import leads
from darkgo.train.mixture import Mixture
from darkgo.train.moves import MOVES, of_moves
from darkgo.train.objective import Objective
from darkgo.train.step import UpdateFunction
from darkgo.train.training_set import Validated
from darkgo.train.validation import Validator


@dataclass(frozen=True)
class RecordSet:
    """A `darkgo.train.training_set.TrainingSet` of position records.

    every: the examples of each side. valid: those for validation, 19x19. mixture, reinforce, sides and
    keep_statistics are those of `TrainOptions`.
    """

    network: NetSpec
    every: Sequence[Examples]
    valid: Examples
    mixture: Mixture
    reinforce: bool
    sides: tuple[int, ...]
    keep_statistics: bool

    @classmethod
    def open(cls, options: TrainOptions, network: NetSpec) -> "RecordSet":
        """The records of a run. A resumed run keeps its mixture, its sides and its way of learning.

        Raises BadInput if the network cannot learn from the records as it should, or if there is no position.
        """
        network = trainable(network)
        has_value = heads(network).has_value
        given = load_facts(options.out) if options.resume else options
        mixture = given.mixture
        if (mixture.no_moves or mixture.counted != 1) and (given.reinforce or not has_value):
            option = "--no-moves" if mixture.no_moves else "--counted"
            found = "--reinforce" if given.reinforce else f"{options.cfg} without [ownership] and [outcome]"
            raise BadInput(f"found {option} with {found}; expected a network that learns how games end")
        for side in given.sides:
            check_go(resized(network, side))
        # What a search preferred is no move that was drawn, whose probability --reinforce could change.
        with_targets = not given.reinforce
        every = [Examples.open(options.data, "train", side, has_value, with_targets) for side in given.sides]
        valid = Examples.open(options.data, "valid", with_games=has_value)
        if has_value and leads() and not any(examples.has_game_targets for examples in every):
            tell(f"darkgo: {options.data}: no table of games beside the records: only moves are learnt")
        if not any(map(len, every)):
            expected = "*.train.records with positions, as darkgo data build writes them"
            raise BadInput(f"{options.data}: found no position to train on; expected {expected}")
        every = mixture.select(every)
        if given.keep_statistics and not options.resume and options.weights is None:
            raise BadInput("--keep-statistics: found no --weights; expected those whose statistics are kept")
        if given.reinforce and not options.resume:
            _check_reinforce(options, every)
        return cls(network, every, valid, mixture, given.reinforce, given.sides, given.keep_statistics)

    @property
    def objective(self) -> Objective:
        return of_moves(keep_statistics=True) if self.keep_statistics else MOVES

    @property
    def unit(self) -> str:
        return "positions"

    @property
    def facts(self) -> Mapping[str, Any]:
        names = ("mixture", "reinforce", "sides", "keep_statistics")
        return {name: getattr(self, name) for name in names}

    def __len__(self) -> int:
        return sum(map(len, self.every))

    def digest(self) -> str:
        """A digest of a sample of the records."""
        return digest_of(self.every)

    def resident_bytes(self) -> int:
        """The bytes of the records, if they fit an accelerator's memory."""
        return resident_bytes(self.every)

    def advance(self, network: NetSpec, step: UpdateFunction, seed: int) -> Advance:
        """The updates of `make_advance`."""
        return make_advance(network, step, self.every, seed, self.mixture, self.reinforce)

    def keep_beside(self, weights: Path) -> None:
        """Writes nothing: no other file belongs to the weights."""

    def validator(self, network: NetSpec, dtype: jax.typing.DTypeLike, by_onednn: bool) -> Validated:
        """Measures how often the move is foreseen, and the winner named."""
        validator = Validator(network, dtype=dtype, by_onednn=by_onednn)

        def validated(parameters: NetParameters, limit: int) -> Mapping[str, Any]:
            if not len(self.valid):
                return {}
            found = validator(jax.device_get(parameters), self.valid, limit)
            columns = {"valid_top1": found.moves.top1, "valid_nll": found.moves.nll}
            if found.winner is not None:
                columns |= {"valid_winner": found.winner.accuracy, "valid_winner_nll": found.winner.nll}
            return columns

        return validated


def _check_reinforce(options: TrainOptions, examples: Sequence[Examples]) -> None:
    if options.weights is None:
        raise BadInput("--reinforce: found no --weights; expected those of the network that played the games")
    if not np.any(outcome(jnp.asarray(examples[0].sample()))):
        raise BadInput(
            f"{options.data}: found no game whose winner is known; --reinforce learns from winners"
        )


def trainable(network: NetSpec) -> NetSpec:
    """The network itself. Raises BadInput if it cannot be trained on position records."""
    net, size = check_go(network).net, network.input[0]
    if size != SIDE:
        raise net.error(f"height={size}", f"{SIDE}, the size of position records", "height")
    check_training(net)
    softmax = heads(network).policy.section
    if softmax.integer("noloss"):
        raise softmax.error("noloss=1", "noloss=0: its loss is what training makes small", "noloss")
    return network
