"""The sections that a cfg may hold besides darknet's own, and their keys. Imports no JAX."""

from darkgo.darknet.keys import AMOUNT, Key, Keys, SectionKeys, activation
from darkgo.darknet.keys import KEYS as DARKNET_KEYS

GO_KEYS: Keys = {
    "liberties": SectionKeys(
        "Counts liberties. The input must be the plane of stones. The output has nine planes. The first is "
        "the input. Four show the player's stones whose chain has 1, 2, 3, and 4 or more liberties. Four "
        "show those of the opponent. No weights."
    ),
    "gpool": SectionKeys(
        "Global pooling tells every point about the whole board. The mean and the maximum of each channel go "
        "through a linear layer. The result is added at every point.",
        {"activation": activation("linear")},
    ),
    "ownership": SectionKeys(
        "An output: to whom each point will belong. The input must be side x side x 1. The output is +1 for "
        "a point of the player to move, and -1 for a point of the opponent.",
        {
            "scale": Key(1.0, "The weight of this loss in training. The loss of the moves has 1.", AMOUNT),
            "uncounted_scale": Key(
                0.1, "A further factor for owners that nobody counted (origin `L`).", AMOUNT
            ),
        },
    ),
    "outcome": SectionKeys(
        "An output: how sure the margin is. The input must be two numbers, x and y. The output is the shift "
        "x and the spread 0.01 + softplus(y), in units of the board's side.",
        {
            "scale": Key(1.0, "The weight of the loss of the winner in training.", AMOUNT),
            "margin_scale": Key(0.1, "A further factor for the loss of the margin.", AMOUNT),
        },
    ),
}
"""DarkGo's own sections."""

KEYS: Keys = {**DARKNET_KEYS, **GO_KEYS}
