"""What the keys of `[net]` do to pictures before they are learnt."""

import colorsys
import math
from functools import lru_cache

import jax
import numpy as np
import pytest
from PIL import Image, ImageDraw

from darkgo.darknet.cfg import parse_cfg
from darkgo.errors import BadInput
from darkgo.pictures.augmentation import Augmentation, recoloured

SIDE = 32
MANY = 200


def of(keys: str) -> Augmentation:
    """The augmentation of a cfg. Without other keys it leaves a square picture as it is."""
    net = f"[net]\nheight={SIDE}\nwidth={SIDE}\nchannels=3\n"
    usual = f"flip=0\nmin_crop={SIDE}\nmax_crop={SIDE}\n"
    given = {line.split("=")[0] for line in keys.splitlines()}
    kept = "".join(f"{line}\n" for line in usual.splitlines() if line.split("=")[0] not in given)
    return Augmentation.of(parse_cfg(net + kept + keys, "a.cfg")[0])


@lru_cache
def photo() -> Image.Image:
    pixels = np.random.default_rng(0).integers(20, 200, (SIDE, SIDE, 3)).astype(np.uint8)
    return Image.fromarray(pixels)


def cut(augmentation: Augmentation, image: Image.Image, number: int) -> np.ndarray:
    """The part of a picture that is drawn the n-th time, 0 to 1, before its colours are changed."""
    return augmentation.draw(image, SIDE, SIDE, np.random.default_rng(number)).pixels / 255


compiled = jax.jit(recoloured)


def colours(keys: str, image: Image.Image | None = None) -> np.ndarray:
    """A picture as it is drawn MANY times, [MANY, SIDE, SIDE, C]."""
    augmentation = of(keys)
    drawn = [
        augmentation.draw(image or photo(), SIDE, SIDE, np.random.default_rng(number))
        for number in range(MANY)
    ]
    return np.asarray(compiled(*(np.stack(arrays) for arrays in zip(*drawn, strict=True))))


def hsv(pixels: np.ndarray) -> np.ndarray:
    """Hue, saturation and value of the first pixel of each picture, [B, 3]."""
    return np.array([colorsys.rgb_to_hsv(*pixel) for pixel in pixels[:, 0, 0].tolist()])


ORIGINAL = np.asarray(photo())[None] / 255


def test_without_keys_pictures_stay_as_they_are() -> None:
    for number in range(5):
        np.testing.assert_allclose(cut(of(""), photo(), number), ORIGINAL[0], atol=1e-6)
    np.testing.assert_allclose(colours(""), np.repeat(ORIGINAL, MANY, 0), atol=1e-5)


def test_hue() -> None:
    found, (before,) = hsv(colours("hue=.1\n")), hsv(ORIGINAL)
    turn = (found[:, 0] - before[0] + 0.5) % 1 - 0.5
    assert -0.1 <= turn.min() < -0.08 < 0.08 < turn.max() <= 0.1
    np.testing.assert_allclose(found[:, 1:], np.tile(before[1:], (MANY, 1)), atol=1e-4)


@pytest.mark.parametrize(("key", "channel"), [("saturation", 1), ("exposure", 2)])
@pytest.mark.parametrize("factor", [0.8, 1.25])
def test_saturation_and_exposure(key: str, channel: int, factor: float) -> None:
    found, (before,) = hsv(colours(f"{key}={factor}\n")), hsv(ORIGINAL)
    factors = found[:, channel] / before[channel]
    assert 0.8 - 1e-3 <= factors.min() < 0.83
    assert 1.2 < factors.max() <= 1.25 + 1e-3
    assert 0.3 < np.mean(factors > 1) < 0.7
    others = [number for number in range(3) if number != channel]
    np.testing.assert_allclose(found[:, others], np.tile(before[others], (MANY, 1)), atol=1e-4)


def test_colours_stay_between_0_and_1() -> None:
    found = colours("hue=.5\nsaturation=5\nexposure=5\n")
    assert found.min() == 0
    assert found.max() == 1


def test_grey_pictures_have_exposure_only() -> None:
    found = colours("hue=.5\nsaturation=3\nexposure=2\n", Image.new("L", (SIDE, SIDE), 51))
    assert found.shape == (MANY, SIDE, SIDE, 1)
    np.testing.assert_allclose(found, np.broadcast_to(found[:, :1, :1], found.shape))
    assert 0.1 <= found.min() < 0.12
    assert 0.38 < found.max() <= 0.4


def test_flip() -> None:
    found = colours("flip=1\n")
    same, mirrored = (
        np.abs(found - picture).max((1, 2, 3)) < 1e-5 for picture in (ORIGINAL, ORIGINAL[:, :, ::-1])
    )
    assert (same ^ mirrored).all()
    assert 0.4 < mirrored.mean() < 0.6


def bar(width: int = SIDE, height: int = SIDE) -> Image.Image:
    """A white bar of half the height in the middle of a black picture, a quarter as wide as high."""
    image = Image.new("RGB", (width, height))
    half, thin = height // 4, height // 16
    box = (width // 2 - thin, height // 2 - half, width // 2 + thin - 1, height // 2 + half - 1)
    ImageDraw.Draw(image).rectangle(box, fill="white")
    return image


def shape(pixels: np.ndarray) -> tuple[float, float, float]:
    """The centre of what is white, and the angle of its longer axis to the vertical, in degrees."""
    weights = pixels[:, :, 0] / pixels[:, :, 0].sum()
    y, x = np.indices(weights.shape)
    mean_x, mean_y = (weights * x).sum(), (weights * y).sum()
    x, y = x - mean_x, y - mean_y
    angle = 0.5 * math.atan2(2 * (weights * x * y).sum(), (weights * (y**2 - x**2)).sum())
    return float(mean_x), float(mean_y), math.degrees(angle)


def test_angle() -> None:
    angles = [shape(cut(of("angle=30\n"), bar(), number))[2] for number in range(MANY)]
    assert -30.5 < min(angles) < -25
    assert 25 < max(angles) < 30.5
    assert abs(shape(cut(of(""), bar(), 0))[2]) < 0.5


def test_aspect() -> None:
    parts = [cut(of("aspect=1.5\n"), bar(), number)[:, :, 0] for number in range(MANY)]
    edges = [(part[0], part[-1], part[:, 0], part[:, -1]) for part in parts]
    whole = [part for part, edge in zip(parts, edges, strict=True) if not np.any(edge)]
    assert len(whole) > MANY / 2
    # How much higher than wide the bar is.
    heights, widths = (np.array([part.max(axis).sum() for part in whole]) for axis in (1, 0))
    assert 16 / 4 / 1.6 < min(heights / widths) < 16 / 4 / 1.35
    assert 16 / 4 * 1.35 < max(heights / widths) < 16 / 4 * 1.6


def test_crops_are_larger_and_elsewhere() -> None:
    larger = of(f"min_crop={2 * SIDE}\nmax_crop={2 * SIDE}\n")
    centres = np.array([shape(cut(larger, bar(), number))[:2] for number in range(MANY)])
    # The whole picture would have twice the side, so its middle is up to half a side from that of the part.
    assert centres.min() < SIDE * 0.2
    assert centres.max() > SIDE * 0.8
    white = np.mean([cut(larger, bar(), number)[:, :, 0].sum() for number in range(MANY)])
    assert white > 1.5 * cut(of(""), bar(), 0)[:, :, 0].sum()


def test_a_wide_picture_is_scaled_by_its_shorter_side() -> None:
    # Four times as wide as high: at the height of the input, only its middle quarter or so is seen.
    wide = bar(4 * SIDE, SIDE)
    seen = [cut(of(""), wide, number)[:, :, 0].sum() > 0 for number in range(MANY)]
    assert 0.1 < np.mean(seen) < 0.6
    assert all(
        cut(of("center=1\nangle=30\naspect=2\n"), wide, number)[:, :, 0].sum() == pytest.approx(64)
        for number in range(5)
    )


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("random=1\n", "random=1; expected random=0"),
        ("min_crop=64\nmax_crop=40\n", "min_crop=64 and max_crop=40; expected max_crop to be no smaller"),
        ("min_crop=65\nmax_crop=64\n", "a.cfg:6: [net] min_crop=65"),
        ("angle=200\n", "angle=200; expected 0 to 180"),
        ("hue=2\n", "hue=2; expected 0 to 1"),
        ("saturation=0\n", "saturation=0; expected more than 0"),
        ("exposure=-1\n", "exposure=-1; expected more than 0"),
        ("aspect=0\n", "aspect=0; expected more than 0"),
        ("flip=2\n", "flip=2; expected 0 or 1"),
    ],
)
def test_keys_that_do_not_fit(keys: str, said: str) -> None:
    with pytest.raises(BadInput) as error:
        of(keys)
    assert said in str(error.value)
