"""Pictures as the examples of a training run."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

import jax
import numpy as np
import numpy.typing as npt
from jax import Array
from PIL import Image

from darkgo.darknet.keys import KEYS
from darkgo.darknet.network import NetParameters, NetSpec, load_network
from darkgo.data.records import SIDE
from darkgo.errors import BadInput
from darkgo.files import write_whole
from darkgo.pictures.augmentation import Augmentation, Drawn, recoloured
from darkgo.pictures.picture_folder import PictureFolder, PictureReader
from darkgo.train.begin import TrainOptions, check_training
from darkgo.train.calls import Advance, one_by_one
from darkgo.train.classes import CLASSES, Labelled, softmax_of
from darkgo.train.journal import tell
from darkgo.train.mesh import leads
from darkgo.train.mixture import EVEN
from darkgo.train.objective import Objective
from darkgo.train.picture_validation import PictureValidator
from darkgo.train.step import StepResult, TrainState, UpdateFunction
from darkgo.train.training_set import Validated


@dataclass(frozen=True)
class PictureSet:
    """A `darkgo.train.training_set.TrainingSet` of pictures in folders, one for each class."""

    network: NetSpec
    folder: PictureFolder
    augmentation: Augmentation

    @classmethod
    def open(cls, options: TrainOptions) -> "PictureSet":
        """The pictures of a run. Raises BadInput if the network, the options or the folder do not fit."""
        network = load_network(options.cfg)
        softmax = softmax_of(network)
        check_training(network.net)
        of_moves = options.reinforce or options.keep_statistics
        if options.mixture != EVEN or options.sides != (SIDE,) or of_moves:
            given = "--source, --phases, --no-moves, --counted, --sides, --reinforce or --keep-statistics"
            raise BadInput(f"{options.cfg}: found {given}; expected none of them, for it learns pictures")
        for layer in network.layers:
            for key in ("flip", "angle", "saturation", "exposure", "shift") if layer.kind == "crop" else ():
                section = layer.section
                if section.options[key] != KEYS[layer.kind].keys[key].default:
                    found = f"{key}={section.options[key]} in a network that learns"
                    raise section.error(found, f"{key} in [net]", key)
        augmentation = Augmentation.of(network.net)
        folder = PictureFolder.open(options.data)
        if len(folder.names) != softmax.output[2]:
            found = f"{options.data}: found {len(folder.names)} folders of classes"
            where = f"{softmax.section.path}:{softmax.section.line}"
            raise BadInput(f"{found}; expected {softmax.output[2]}, the outputs of {where}")
        if leads():
            train, valid = len(folder.train), len(folder.valid)
            counts = f"{train:,} pictures of {len(folder.names):,} classes"
            tell(f"darkgo: {options.data}: {counts}, and {valid:,} for validation")
        return cls(network, folder, augmentation)

    @property
    def objective(self) -> Objective:
        return CLASSES

    @property
    def unit(self) -> str:
        return "pictures"

    @property
    def facts(self) -> Mapping[str, Any]:
        return {}

    def __len__(self) -> int:
        return len(self.folder.train)

    def digest(self) -> str:
        """A digest of the names of the pictures and their classes."""
        train = self.folder.train
        names = [f"{number}/{path.name}" for path, number in zip(train.paths, train.classes, strict=True)]
        return blake2b("\n".join(names).encode(errors="surrogateescape"), digest_size=16).hexdigest()

    def resident_bytes(self) -> int:
        """0: pictures stay in their files."""
        return 0

    def advance(self, network: NetSpec, step: UpdateFunction, seed: int) -> Advance:
        """Updates from pictures drawn uniformly with replacement, each changed at random."""
        (height, width, channels), batch = network.input, network.net.integer("batch")
        reader = PictureReader(self.folder.train, channels, _tell)

        def read(number: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float32], npt.NDArray[np.int32]]:
            wanted = np.random.default_rng((seed, number)).integers(0, len(self), batch)

            def one(image: Image.Image, target: int, place: int) -> tuple[Drawn, int]:
                random = np.random.default_rng((seed, number, place))
                return self.augmentation.draw(image, height, width, random), target

            drawn, targets = zip(*reader.map(one, wanted.tolist()), strict=True)
            pixels, colours = (np.stack(arrays) for arrays in zip(*drawn, strict=True))
            return pixels, colours, np.array(targets, np.int32)

        @partial(jax.jit, donate_argnums=0)
        def update(
            state: TrainState, pixels: Array, colours: Array, target: Array
        ) -> tuple[TrainState, StepResult]:
            shown = recoloured(pixels, colours) if self.augmentation.is_coloured else pixels / 255
            return step(state, Labelled(shown, target))

        return one_by_one(lambda state, number: update(state, *read(number)))

    def validator(self, network: NetSpec, dtype: jax.typing.DTypeLike, by_onednn: bool) -> Validated:
        """Measures how often the class is the first choice."""
        valid = self.folder.valid
        reader = PictureReader(valid, network.input[2], _tell)
        validator = PictureValidator(network, reader, dtype, by_onednn)

        def validated(parameters: NetParameters, limit: int) -> Mapping[str, Any]:
            if not len(valid):
                return {}
            try:
                found = validator(parameters, limit)
            except BadInput as error:
                # A picture that cannot be read must not end the run.
                _tell(str(error))
                return {}
            return {"valid_top1": found.top1, "valid_nll": found.nll}

        return validated

    def keep_beside(self, weights: Path) -> None:
        """Writes the names of the classes, for `darkgo classify --names`."""
        text = "".join(f"{name}\n" for name in self.folder.names)
        write_whole(weights.with_suffix(".names"), text.encode(errors="replace"))


def _tell(line: str) -> None:
    tell(f"darkgo: {line}")
