"""A picture as the input of a network, scaled as the C program does."""

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

Pixels = npt.NDArray[np.float32]
"""[H, W, C], 0 to 1."""
BORDER = 0.5


def letterbox(image: Image.Image, height: int, width: int) -> Pixels:
    """The whole picture in the middle of a height x width input, with its proportions; the rest is grey.

    Each pixel is interpolated between its neighbours, first along the row, then along the column. A
    picture that is extremely long and thin keeps a side of 1.
    """
    if width / image.width < height / image.height:
        inner = max(1, image.height * width // image.width), width
    else:
        inner = height, max(1, image.width * height // image.height)
    top, left = (height - inner[0]) // 2, (width - inner[1]) // 2
    box = np.full((height, width, len(image.getbands())), BORDER, np.float32)
    box[top : top + inner[0], left : left + inner[1]] = _scaled(image, *inner)
    return box


def _scaled(image: Image.Image, height: int, width: int) -> Pixels:
    """The picture at this size. Only the rows that are needed leave Pillow, so a large one costs no more."""
    left, right, across = _neighbours(image.width, width)
    above, below, down = _neighbours(image.height, height)

    @lru_cache(maxsize=2)
    def row(number: int) -> Pixels:
        strip = np.asarray(image.crop((0, number, image.width, number + 1)), np.float32)
        pixels = strip.reshape(image.width, -1) / np.float32(255)
        return _between(pixels[left], pixels[right], across[:, None])

    rows = zip(above.tolist(), below.tolist(), down, strict=True)
    return np.stack([_between(row(first), row(second), part) for first, second, part in rows])


def _neighbours(old: int, new: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Pixels]:
    """For each of `new` places on a side of `old` pixels: the pixels on both sides of it, and the share of
    the second."""
    step = np.float32(old - 1) / np.float32(max(new - 1, 1))
    place = np.arange(new, dtype=np.float32) * step
    place[-1] = old - 1
    first = place.astype(np.int64)
    return first, np.minimum(first + 1, old - 1), place - first.astype(np.float32)


def _between(first: Pixels, second: Pixels, part: Any) -> Pixels:
    between: Pixels = (1 - part) * first + part * second
    return between
