"""Positions of one size as a batch of boards, and the network's answers as evaluations."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from darkgo.model.evaluation import EXPECTED, MEAN, Evaluation, Position
from darkgo.model.go_network import GoNetwork, concatenated
from darkgo.model.planes import view_tables

MASKED = 8
"""If there are several boards, the masks of so many are computed in one call."""


def evaluated(network: GoNetwork, positions: Sequence[Position], boards: int) -> list[Evaluation]:
    """The evaluations of positions of one size and of one kind of view, with batches of so many boards.

    Raises BadInput if the network cannot read boards of that size.
    """
    size, count = positions[0].size, len(positions)
    stones = np.frombuffer(b"".join(each.stones for each in positions), np.int8).reshape(count, -1)
    masked = MASKED if count > 1 else 1
    turn, source = view_tables(size)
    views = [range(len(turn)) if each.view == MEAN else (each.view,) for each in positions]
    turned = np.concatenate([row[source[list(of)][:, :-1]] for row, of in zip(stones, views, strict=True)])
    found = concatenated(
        network.answer(_filled_up(turned[at : at + boards], boards)) for at in range(0, len(turned), boards)
    )
    masks = [network.masks(_filled_up(stones[at : at + masked], masked)) for at in range(0, count, masked)]
    playable, idle, gives_away = (np.concatenate(kind) for kind in zip(*masks, strict=True))
    evaluations = []
    at = 0
    for index, of in enumerate(views):
        rows, back = slice(at, at + len(of)), turn[list(of)]
        policy = np.take_along_axis(found.policy[rows], back, axis=1).mean(axis=0)
        at += len(of)
        careless = gives_away[index] & (policy[:-1] < EXPECTED)
        useful = playable[index] & ~idle[index] & ~careless
        value: dict[str, Any] = {}
        if found.ownership is not None and found.outcome is not None:
            ownership = np.take_along_axis(found.ownership[rows], back[:, :-1], axis=1).mean(axis=0)
            shift, spread = found.outcome[rows].mean(axis=0).tolist()
            value = {"ownership": ownership, "shift": shift, "spread": spread}
        evaluations.append(Evaluation(policy, np.append(playable[index], True), useful, **value))
    return evaluations


def _filled_up(stones: NDArray[np.int8], boards: int) -> NDArray[np.int8]:
    """The stones, followed by empty boards up to this number, [boards, N]."""
    room = np.zeros((boards - len(stones), stones.shape[1]), np.int8)
    return np.concatenate([stones, room])
