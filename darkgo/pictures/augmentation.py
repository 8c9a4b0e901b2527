"""Pictures changed at random before they are learnt, by the keys of `[net]`: cut out, turned, recoloured."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
from jax import Array
from PIL import Image

from darkgo.darknet.cfg import Section


class Drawn(NamedTuple):
    """A picture as it is drawn for a batch."""

    pixels: npt.NDArray[np.uint8]
    """[H, W, C], in its own colours."""
    colours: npt.NDArray[np.float32]
    """[3]: by how much its hue is turned, as a share of the circle, and the factors of its saturation and its
    exposure. `recoloured` applies them."""


@dataclass(frozen=True)
class Augmentation:
    """The random changes, with the meaning that the C program gives to the keys.

    min_crop and max_crop: to how many pixels the shorter side of the picture is scaled, before a part of the
    input's size is cut out at a random place. aspect: by which factor at most a picture is stretched or
    compressed. angle: by how many degrees at most it is turned. center: the middle square is used
    instead. flip: whether half of the pictures are mirrored. hue: by which share of the colour circle at most
    colours are turned. saturation, exposure: by which factor at most they are changed.
    """

    min_crop: int
    max_crop: int
    aspect: float = 1.0
    angle: float = 0.0
    center: bool = False
    flip: bool = True
    hue: float = 0.0
    saturation: float = 1.0
    exposure: float = 1.0

    @classmethod
    def of(cls, net: Section) -> "Augmentation":
        """The changes that `[net]` asks for. Raises BadInput if its keys do not fit together."""
        if net.integer("random"):
            raise net.error("random=1", "random=0: the size of the input stays the same", "random")
        width = net.integer("width")
        low, high = net.integer("min_crop") or width, net.integer("max_crop") or 2 * width
        if low > high:
            raise net.error(f"min_crop={low} and max_crop={high}", "max_crop to be no smaller", "min_crop")
        aspect, angle, hue = (net.number(key) for key in ("aspect", "angle", "hue"))
        center, flip = bool(net.integer("center")), bool(net.integer("flip"))
        return cls(
            low, high, aspect, angle, center, flip, hue, net.number("saturation"), net.number("exposure")
        )

    @property
    def is_coloured(self) -> bool:
        """Whether colours are changed."""
        return self.hue != 0 or self.saturation != 1 or self.exposure != 1

    def draw(self, image: Image.Image, height: int, width: int, random: np.random.Generator) -> Drawn:
        """A part of the picture at a random place, angle, size and aspect, perhaps mirrored, and colours for
        it. What lies outside of the picture is black."""
        part = self._part(image, height, width, random)
        mirrored = self.flip and random.random() < 0.5
        colours = (
            random.uniform(-self.hue, self.hue),
            _factor(self.saturation, random),
            _factor(self.exposure, random),
        )
        return Drawn(part[:, ::-1] if mirrored else part, np.array(colours, np.float32))

    def _part(
        self, image: Image.Image, height: int, width: int, random: np.random.Generator
    ) -> npt.NDArray[np.uint8]:
        if self.center:
            scale, aspect, angle = max(width / image.width, height / image.height), 1.0, 0.0
            right = down = 0.0
        else:
            aspect = _factor(self.aspect, random)
            shorter = min(image.height, image.width * aspect)
            scale = int(random.integers(self.min_crop, self.max_crop + 1)) / shorter
            angle = math.radians(random.uniform(-self.angle, self.angle))
            right = (image.width * scale / aspect - width) / 2 * random.uniform(-1, 1)
            down = (image.height * scale - height) / 2 * random.uniform(-1, 1)
        # The pixel (x, y) of the part is the pixel (a x + b y + c, d x + e y + f) of the picture.
        a, b = math.cos(angle) * aspect / scale, -math.sin(angle) / scale
        d, e = math.sin(angle) * aspect / scale, math.cos(angle) / scale
        left, top = right - width / 2, down - height / 2
        c, f = a * left + b * top + image.width / 2, d * left + e * top + image.height / 2
        # Pillow places the middle of a pixel at 0.5.
        where = (a, b, c + 0.5 - (a + b) / 2, d, e, f + 0.5 - (d + e) / 2)
        part = image.transform((width, height), Image.Transform.AFFINE, where, Image.Resampling.BILINEAR)
        return np.asarray(part).reshape(height, width, -1)


def recoloured(pixels: Array, colours: Array) -> Array:
    """Pictures uint8 [B, H, W, C] in their colours [B, 3], float32 [B, H, W, C] from 0 to 1.

    Of a grey picture only the exposure changes.
    """
    x = pixels.astype(jnp.float32) / 255
    turn, saturation, exposure = jnp.split(colours[:, None, None], 3, axis=3)
    if x.shape[3] == 1:
        return jnp.clip(exposure * x, 0, 1)
    hue, old_saturation, value = jnp.split(_to_hsv(x), 3, axis=3)
    return jnp.clip(_to_rgb(hue + turn, saturation * old_saturation, exposure * value), 0, 1)


def _factor(most: float, random: np.random.Generator) -> float:
    """A random factor between 1 and `most`, or its inverse."""
    factor = float(random.uniform(min(1, most), max(1, most)))
    return factor if random.random() < 0.5 else 1 / factor


def _to_hsv(x: Array) -> Array:
    """Red, green and blue [B, H, W, 3] -> hue (0 to 1 once around), saturation and value."""
    red, green, blue = jnp.split(x, 3, axis=3)
    value = jnp.max(x, axis=3, keepdims=True)
    spread = value - jnp.min(x, axis=3, keepdims=True)
    divisor = jnp.where(spread > 0, spread, 1)
    sixth = jnp.where(
        value == red,
        (green - blue) / divisor,
        jnp.where(value == green, 2 + (blue - red) / divisor, 4 + (red - green) / divisor),
    )
    saturation = spread / jnp.where(value > 0, value, 1)
    return jnp.concatenate([sixth / 6 % 1, saturation, value], axis=3)


def _to_rgb(hue: Array, saturation: Array, value: Array) -> Array:
    """The inverse of `_to_hsv`, each argument [B, H, W, 1]; the hue may be any number."""
    place = (jnp.array([5, 3, 1]) + 6 * hue) % 6
    return value - value * saturation * jnp.clip(jnp.minimum(place, 4 - place), 0, 1)
