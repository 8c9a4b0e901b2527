"""A picture file, opened as red, green and blue, or as grey."""

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from darkgo.errors import BadInput

FORMATS = ("BMP", "GIF", "JPEG", "PNG", "PPM", "TGA", "TIFF", "WEBP")
"""The formats that are read. Pillow knows more, and runs other programs to read some of them."""
LARGEST = 2**26
"""Pixels that are decoded at most. Pillow needs 4 bytes for each, and as many again to convert them."""
GREY = 128
"""What is behind a transparent picture: the grey of a letterbox."""
MODES = {3: "RGB", 1: "L"}
"""Pillow's name for pixels of this many channels."""


def open_picture(path: Path, channels: int = 3) -> Image.Image:
    """The picture in a file, upright, with 3 channels (red, green, blue) or 1 (grey), 8 bits each.

    Transparent parts become grey. Of several pictures in a file it is the first. A JPEG file with more than
    LARGEST pixels is decoded at half, a quarter or an eighth of its size. Raises BadInput if the file is
    no picture, is damaged, or has too many pixels.
    """
    # Pillow's own limit would also refuse large JPEG files. `_limit` takes its place.
    Image.MAX_IMAGE_PIXELS = None
    # Pillow warns of small damage, such as bad EXIF data. The picture itself can be used.
    warnings.filterwarnings("ignore", module=r"PIL\.")
    try:
        with Image.open(path, formats=FORMATS) as image:
            _limit(image, path)
            image.load()
            return _converted(ImageOps.exif_transpose(image), path, MODES[channels])
    except BadInput:
        raise
    except UnidentifiedImageError:
        expected = "a picture in one of the formats JPEG, PNG, BMP, GIF, PPM, TGA, TIFF, WebP"
        raise BadInput(f"{path}: found no picture; expected {expected}") from None
    except Exception as error:
        # A damaged file can raise almost any exception, depending on the format.
        raise BadInput(f"{path}: this picture cannot be read: {_reason(error)}") from None


def _limit(image: Image.Image, path: Path) -> None:
    """Makes JPEG decode a large picture at a smaller size. Raises BadInput if it stays too large."""
    width, height = image.size
    # The pixels of a progressive JPEG file are held in memory at full size, whatever the decoded size is.
    if image.format in ("JPEG", "MPO") and not image.info.get("progressive"):
        fits = [scale for scale in (1, 2, 4) if width * height <= scale * scale * LARGEST]
        scale = fits[0] if fits else 8
        if scale > 1:
            image.draft(None, (max(1, width // scale), max(1, height // scale)))
    if image.width * image.height > LARGEST:
        expected = f"at most {LARGEST:,}; make it smaller, or save it as JPEG that is not progressive"
        raise BadInput(f"{path}: found {width:,} x {height:,} pixels; expected {expected}")


def _converted(image: Image.Image, path: Path, mode: str) -> Image.Image:
    if image.mode == "F":
        raise BadInput(
            f"{path}: found pixels that are floating-point numbers; expected 8 or 16 bits a channel"
        )
    if image.mode.startswith("I"):
        # 16 bits of grey. Pillow's own conversion would cut off at 255.
        image = Image.fromarray((np.clip(np.asarray(image), 0, 65535) >> 8).astype(np.uint8))
    if image.has_transparency_data:
        opaque = Image.new("RGB", image.size, (GREY, GREY, GREY))
        image = image.convert("RGBA")
        opaque.paste(image, mask=image.getchannel("A"))
        image = opaque
    return image if image.mode == mode else image.convert(mode)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return next(iter(str(error).splitlines()), "") or type(error).__name__
