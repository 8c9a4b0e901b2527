"""`darkgo classify`."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import CycloptsError, Parameter
from cyclopts.validators import Number

from darkgo.cli.common import usable_device
from darkgo.errors import BadInput

Top = Annotated[int, Parameter(validator=Number(gte=1))]


def classify(cfg: Path, weights: Path, *images: Path, names: Path | None = None, top: Top = 5) -> int:
    """Say what is in pictures: the most probable classes of each, with their probabilities.

    A picture that cannot be read is reported, and the others are classified. The exit status is then 1.

    Parameters
    ----------
    cfg
        A network that classifies pictures, such as cfg/tiny.cfg.
    weights
        Its parameters.
    images
        Pictures: JPEG, PNG, BMP, GIF, PPM, TGA, TIFF, WebP.
    names
        A file with the names of the classes, one on each line. Without it classes are numbers, from 0.
    top
        How many classes to print for each picture.
    """
    if not images:
        raise CycloptsError(msg="which picture? darkgo classify CFG WEIGHTS IMAGE...")
    from darkgo.darknet.compiled import keep_compiled
    from darkgo.darknet.network import load_network
    from darkgo.darknet.weights import read_weights
    from darkgo.paths import find
    from darkgo.pictures.classifier import Classifier, check_classifier
    from darkgo.pictures.names import read_names

    network = check_classifier(load_network(find(cfg, "cfg")))
    usable_device()
    keep_compiled()
    parameters, _ = read_weights(find(weights, "weights"), network)
    called = [str(number) for number in range(network.outputs)]
    if names is not None:
        called = read_names(names, network.outputs)
    classifier = Classifier(network, parameters)
    status = 0
    for image in images:
        try:
            found = classifier(image)
        except BadInput as error:
            _tell(error)
            status = 1
            continue
        print(f"{image}: Predicted in {found.seconds:.6f} seconds.")
        for number in found.best(top):
            print(f"{called[number]}: {found.probabilities[number]:.6f}", flush=True)
    return status


def _tell(line: object) -> None:
    print(f"darkgo: {line}", file=sys.stderr, flush=True)
