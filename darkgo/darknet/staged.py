"""A prepared network as several programs, so that most of what XLA compiles can be stored.

JAX cannot store a program that calls oneDNN, so such a program is compiled at every start. The calls are
compiled in milliseconds, but XLA's own layers take longer. Therefore the layers before the first call are a
program of their own, and so are the layers behind the last one.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import jax
from jax import Array
from jax.typing import ArrayLike

from darkgo.darknet.fused import FusedLayer, fused_layers
from darkgo.darknet.layer import INPUT
from darkgo.darknet.network import NetParameters
from darkgo.darknet.prepared import Plan, computed, is_by_onednn

Returned = TypeVar("Returned")


def stages(plan: Plan, batch: int) -> tuple[tuple[FusedLayer, ...], ...]:
    """The layers in up to three groups, for so many inputs at a time: those that need no call of oneDNN;
    those between calls, and the calls themselves; those that no call needs. No group needs a later one."""
    ordered = tuple(fused_layers(plan.network))
    calls = {fused.last.index for fused in ordered if is_by_onednn(plan, fused.first, batch)}
    behind, before = set(calls), set(calls)
    for fused in ordered:
        if fused.reads & behind:
            behind.add(fused.last.index)
    for fused in reversed(ordered):
        if fused.last.index in before:
            before |= fused.reads
    groups: list[list[FusedLayer]] = [[], [], []]
    for fused in ordered:
        index = fused.last.index
        groups[0 if index not in behind else 1 if index in before else 2].append(fused)
    return tuple(tuple(group) for group in groups if group)


def staged(
    plan: Plan,
    batch: int,
    enter: Callable[[Array], Array],
    leave: Callable[[Sequence[Array | None]], Returned],
) -> Callable[[NetParameters, ArrayLike], Returned]:
    """A function of the parameters and a batch of so many inputs. Each stage of the network is a program.

    `enter` makes the input [B, H, W, C] of the network from what the function is given. `leave` makes the
    result from the outputs of the output layers; those of other layers may be None.
    """
    groups = stages(plan, batch)
    layers = plan.network.layers
    ends = {layer.index for layer in plan.network.output_layers}

    def program(place: int, parameters: NetParameters, given: Any) -> Any:
        found = {INPUT: enter(given)} if place == 0 else dict(given)
        for fused in groups[place]:
            found[fused.last.index] = computed(plan, parameters, fused, found)
        later = groups[place + 1 :]
        if not later:
            return leave([found.get(layer.index) for layer in layers])
        wanted = ends.union(*(fused.reads for group in later for fused in group))
        return {index: output for index, output in found.items() if index in wanted}

    programs = [jax.jit(partial(program, place)) for place in range(len(groups))]

    def run(parameters: NetParameters, given: Any) -> Any:
        for each in programs:
            given = each(parameters, given)
        return given

    return run
