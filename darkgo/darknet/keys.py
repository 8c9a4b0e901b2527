"""The sections and keys of darknet's `.cfg` files: default, meaning and allowed values of each key.

`cfg.py` reads files by this table. `data_tools/cfg_reference.py` prints it for the manual.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Value = int | float | str | tuple[float, ...]

TYPE_NAMES = {int: "a whole number", float: "a number", str: "a word", tuple: "numbers separated by commas"}


class Bounds(NamedTuple):
    """The numbers that a key may have: what the user is told, and the test."""

    text: str
    fits: Callable[[float], bool]


COUNT = Bounds("1 to 1,000,000", lambda number: 1 <= number <= 10**6)
SWITCH = Bounds("0 or 1", lambda number: number in (0, 1))
AMOUNT = Bounds("0 or more", lambda number: number >= 0)
POSITIVE = Bounds("more than 0", lambda number: number > 0)
SHARE = Bounds("0 or more, less than 1", lambda number: 0 <= number < 1)


@dataclass(frozen=True)
class Key:
    """A key of a section.

    The type of `default` is the type of the key. The empty list of numbers and `is_required` have no default
    that could be used. `limit` applies to values in a file, not to the default. `shown` is how the default is
    written in the manual, where that is not its value.
    """

    default: Value
    meaning: str
    limit: Bounds | None = None
    choices: tuple[str, ...] = ()
    is_required: bool = False
    shown: str = ""


@dataclass(frozen=True)
class SectionKeys:
    """What a section is for, and its keys by name."""

    meaning: str
    keys: Mapping[str, Key] = field(default_factory=dict)


Keys = Mapping[str, SectionKeys]
"""The sections that a cfg may hold, by name."""

DEGREES = Bounds("0 to 180", lambda number: 0 <= number <= 180)
FRACTION = Bounds("0 to 1", lambda number: 0 <= number <= 1)

_REFUSED = "Not used. Training on pictures refuses another value."
_PICTURE_KEYS = {
    "max_crop": Key(
        0,
        "The most pixels of the shorter side of a training picture when it is scaled.",
        COUNT,
        shown="2 x width",
    ),
    "min_crop": Key(
        0,
        "The fewest pixels of that side. Then a random part of the input's size is cut out.",
        COUNT,
        shown="width",
    ),
    "angle": Key(0.0, "A training picture is turned by so many degrees at most.", DEGREES),
    "hue": Key(0.0, "Its hue is turned by this share of the colour circle at most.", FRACTION),
    "saturation": Key(1.0, "Its saturation is multiplied or divided by this factor at most.", POSITIVE),
    "exposure": Key(1.0, "Its brightness is multiplied or divided by this factor at most.", POSITIVE),
    "aspect": Key(1.0, "It is stretched or compressed by this factor at most.", POSITIVE),
    "center": Key(0, "1: the middle of the picture is used, and it is not turned or stretched.", SWITCH),
    "random": Key(0, "1, which changes the size of the input in the C program, is refused.", SWITCH),
    "flip": Key(1, "1: half of the pictures are mirrored. Not in darknet, which always mirrors.", SWITCH),
}


ACTIVATIONS = (
    "logistic", "loggy", "relu", "elu", "selu", "relie", "leaky", "ramp", "linear", "tanh", "plse", "hardtan",
    "lhtan", "stair",
)  # fmt: skip
"""The names of the activation functions."""


def activation(default: str) -> Key:
    """The key of a layer that ends with an activation function."""
    return Key(default, "The activation function, applied to each output.", choices=ACTIVATIONS)


_BATCH_NORMALIZE = Key(
    0, "1: normalise the outputs by mean and variance before the biases are added.", SWITCH
)

KEYS: Keys = {
    "net": SectionKeys(
        "The input of the network, and its training. This section comes first. `[network]` is another name.",
        {
            "batch": Key(1, "Positions (or pictures) of one update of the weights.", COUNT),
            "subdivisions": Key(
                1, "The batch is computed in so many parts, one after another. This saves memory.", COUNT
            ),
            "height": Key(0, "Rows of the input. For Go, the side of the board.", COUNT),
            "width": Key(0, "Columns of the input.", COUNT),
            "channels": Key(0, "Planes of the input: 1 for Go, 3 for a colour picture.", COUNT),
            "inputs": Key(0, "Instead of height, width and channels: the length of a flat input.", COUNT),
            "momentum": Key(0.9, "The share of the last update that is added to the next one.", AMOUNT),
            "decay": Key(0.0001, "How strongly each update pulls the weights towards 0.", AMOUNT),
            "learning_rate": Key(0.001, "The size of an update.", AMOUNT),
            "policy": Key(
                "constant",
                "How the learning rate changes, see [Learning rate](#learning-rate).",
                choices=("constant", "step", "steps", "exp", "poly", "sig", "random"),
            ),
            "burn_in": Key(0, "In so many updates at the start, the learning rate rises from 0.", AMOUNT),
            "power": Key(4.0, "The exponent of `burn_in`, `poly` and `random`."),
            "step": Key(1.0, "For `step` and `sig`: a number of updates.", POSITIVE),
            "scale": Key(1.0, "For `step`: the factor of the learning rate."),
            "steps": Key((), "For `steps`: the numbers of the updates at which the rate changes."),
            "scales": Key((), "For `steps`: the factor at each of these updates."),
            "gamma": Key(1.0, "For `exp` and `sig`: the base, or the steepness."),
            "max_batches": Key(
                0, "Updates of a run. `--max-positions` and `--max-minutes` replace it.", AMOUNT
            ),
            "adam": Key(0, "1: darknet's name for `optimizer=adamw`.", SWITCH),
            "B1": Key(0.9, "For Adam: the weight of earlier updates in the mean of the gradient."),
            "B2": Key(0.999, "For Adam: the same for the mean of the squared gradient."),
            "eps": Key(1e-7, "For Adam: a small number that prevents a division by 0."),
            "clip": Key(
                0.0, "After each update the weights are limited to -clip ... clip. 0: no limit.", AMOUNT
            ),
            "optimizer": Key(
                "sgd",
                "How a gradient becomes an update: darknet's momentum, AdamW or Muon. Not in darknet.",
                choices=("sgd", "adamw", "muon"),
            ),
            **_PICTURE_KEYS,
        },
    ),
    "convolutional": SectionKeys(
        "A small window slides over the input. At each place every filter computes one number.",
        {
            "filters": Key(1, "The number of filters, which is the number of output channels.", COUNT),
            "size": Key(1, "The side of the window.", COUNT),
            "stride": Key(1, "The distance from one window to the next.", COUNT),
            "pad": Key(0, "1: `padding` is half of `size`, so the output is as large as the input.", SWITCH),
            "padding": Key(0, "Rows and columns of zeros around the input. Not used if `pad=1`.", AMOUNT),
            "groups": Key(1, "Input channels and filters are divided into so many separate groups.", COUNT),
            "activation": activation("logistic"),
            "batch_normalize": _BATCH_NORMALIZE,
        },
    ),
    "connected": SectionKeys(
        "Every output depends on every input.",
        {
            "output": Key(1, "The number of outputs.", COUNT),
            "activation": activation("logistic"),
            "batch_normalize": _BATCH_NORMALIZE,
        },
    ),
    "batchnorm": SectionKeys(
        "Normalises each channel by its mean and variance. Multiplies it by a learnt scale. No biases."
    ),
    "activation": SectionKeys("Applies a function to each number.", {"activation": activation("linear")}),
    "maxpool": SectionKeys(
        "The largest number of each window. Cells outside the input never are the largest.",
        {
            "stride": Key(1, "The distance from one window to the next.", COUNT),
            "size": Key(-1, "The side of the window.", COUNT, shown="stride"),
            "padding": Key(
                -1, "Rows added at top and bottom together. The same for columns.", AMOUNT, shown="size-1"
            ),
        },
    ),
    "avgpool": SectionKeys("The mean of each channel."),
    "softmax": SectionKeys(
        "Turns numbers into probabilities. The loss is -log of the probability of the right answer.",
        {
            "groups": Key(1, "The inputs are divided into so many groups. Each has the sum 1.", COUNT),
            "temperature": Key(1.0, "The inputs are divided by it first.", POSITIVE),
            "noloss": Key(0, "1: no loss here. Training then refuses the network.", SWITCH),
        },
    ),
    "reorg": SectionKeys(
        "Reorders the numbers of its input. Networks for Go use it with `extra=1` before the `[softmax]`.",
        {
            "stride": Key(1, "Squares of this side become channels.", COUNT),
            "reverse": Key(0, "1: channels become squares.", SWITCH),
            "flatten": Key(0, "1: exchanges the order of points and channels.", SWITCH),
            "extra": Key(
                0,
                "Appends so many zeros to the flat input. With 1, the last output stands for a pass.",
                AMOUNT,
            ),
        },
    ),
    "shortcut": SectionKeys(
        "Adds the output of an earlier layer. If one has twice the side, every second point of it counts.",
        {
            "from": Key(
                0, "The earlier layer: its number, or negative: so many layers back.", is_required=True
            ),
            "activation": activation("linear"),
            "alpha": Key(1.0, "The factor of the input."),
            "beta": Key(1.0, "The factor of the earlier layer."),
        },
    ),
    "route": SectionKeys(
        "Joins the outputs of earlier layers: their channels, one layer after another.",
        {"layers": Key((), "The layers, as `from` of `[shortcut]` names them.", is_required=True)},
    ),
    "dropout": SectionKeys(
        "In training, sets a random share of the numbers to 0 and enlarges the rest. No effect in play.",
        {"probability": Key(0.5, "The share that is set to 0.", SHARE)},
    ),
    "cost": SectionKeys(
        "The end of darknet's networks for pictures. Changes nothing: the loss is that of the `[softmax]`.",
        {
            "type": Key("sse", "The kind of loss: the sum of squared errors.", choices=("sse",)),
            "scale": Key(1.0, "Accepted, and not used."),
        },
    ),
    "crop": SectionKeys(
        "The middle of a picture. Its numbers x become 2x - 1.",
        {
            "crop_height": Key(1, "Rows of the output.", COUNT),
            "crop_width": Key(1, "Columns of the output.", COUNT),
            "flip": Key(0, _REFUSED, SWITCH),
            "angle": Key(0.0, _REFUSED),
            "saturation": Key(1.0, _REFUSED),
            "exposure": Key(1.0, _REFUSED),
            "shift": Key(0.0, _REFUSED),
            "noadjust": Key(0, "1: the numbers stay as they are.", SWITCH),
        },
    ),
}
"""Darknet's own sections, with the defaults of the C program."""

# Keys that every layer of the C program understands and that are not implemented here.
REFUSED = (
    "stopbackward", "onlyforward", "dontsave", "dontload", "dontloadscales", "numload", "learning_rate",
    "smooth", "truth",
)  # fmt: skip
