"""Pictures in the middle of a network's input."""

import numpy as np
import pytest
from PIL import Image

from darkgo.pictures.letterbox import letterbox


def grey(*rows: list[int]) -> Image.Image:
    return Image.fromarray(np.array(rows, np.uint8))


def table(image: Image.Image, height: int, width: int) -> str:
    """The input in units of 1 / 255; the border of 0.5 as dots."""
    box = letterbox(image, height, width)[:, :, 0] * 255
    return "\n".join(" ".join("   ." if x == 127.5 else f"{x:4.0f}" for x in row) for row in box.tolist())


def drawn(text: str) -> str:
    return "\n".join(" ".join(f"{cell:>4s}" for cell in line.split()) for line in text.strip().split("\n"))


@pytest.mark.parametrize(
    ("image", "height", "width", "expected"),
    [
        (grey([0, 100], [200, 100]), 2, 2, "0 100 \n 200 100"),
        (grey([0, 80], [160, 80]), 3, 3, "0 40 80 \n 80 80 80 \n 160 120 80"),
        (grey([0, 40, 80, 120, 160]), 3, 3, ". . . \n 0 80 160 \n . . ."),
        (grey([0], [40], [80], [120], [160]), 3, 4, ". 0 . . \n . 80 . . \n . 160 . ."),
        (grey([10, 20, 30, 40]), 2, 8, "10 14 19 23 27 31 36 40 \n 10 14 19 23 27 31 36 40"),
        (grey([90]), 2, 4, ". 90 90 . \n . 90 90 ."),
        (grey([7] * 100), 4, 4, ". . . . \n 7 7 7 7 \n . . . . \n . . . ."),
    ],
)
def test_pixels(image: Image.Image, height: int, width: int, expected: str) -> None:
    assert table(image, height, width) == drawn(expected)


def straight(pixels: np.ndarray, height: int, width: int) -> np.ndarray:
    """A picture [H, W, C] of numbers at another size, by the formula, pixel by pixel."""
    old_height, old_width, _ = pixels.shape
    found = np.empty((height, width, pixels.shape[2]))
    for y in range(height):
        for x in range(width):
            v, u = y * (old_height - 1) / (height - 1), x * (old_width - 1) / (width - 1)
            top, left = min(int(v), old_height - 2), min(int(u), old_width - 2)
            down, across = v - top, u - left
            above = (1 - across) * pixels[top, left] + across * pixels[top, left + 1]
            below = (1 - across) * pixels[top + 1, left] + across * pixels[top + 1, left + 1]
            found[y, x] = (1 - down) * above + down * below
    return found / 255


@pytest.mark.parametrize(("height", "width"), [(37, 53), (90, 11), (20, 20), (200, 300)])
def test_a_coloured_picture(height: int, width: int) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (height, width, 3)).astype(np.uint8)
    box = letterbox(Image.fromarray(pixels), 24, 32)
    inner = (24, 24 * width // height) if 32 / width >= 24 / height else (32 * height // width, 32)
    top, left = (24 - inner[0]) // 2, (32 - inner[1]) // 2
    expected = np.full((24, 32, 3), 0.5)
    expected[top : top + inner[0], left : left + inner[1]] = straight(pixels, *inner)
    np.testing.assert_allclose(box, expected, atol=2e-5)
