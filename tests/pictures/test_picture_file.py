"""Pictures of every kind, and files that are none."""

import subprocess
import sys
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from darkgo.errors import BadInput
from darkgo.pictures import picture_file
from darkgo.pictures.picture_file import GREY, open_picture
from tests.waiting import PATIENCE

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def corners() -> Image.Image:
    """A picture of 16 x 8 with a red left half, and a right half that is green above and blue below."""
    image = Image.new("RGB", (16, 8), RED)
    image.paste(GREEN, (8, 0, 16, 4))
    image.paste(BLUE, (8, 4, 16, 8))
    return image


def seen(path: Path, channels: int = 3) -> list[list[int]]:
    """The pixels left above, right above and right below, as numbers of each channel."""
    image = open_picture(path, channels)
    width, height = image.size
    pixels = np.asarray(image).reshape(height, width, -1)
    return [pixels[at].tolist() for at in ((1, 1), (1, width - 2), (height - 2, width - 2))]


@pytest.mark.parametrize("ending", ["png", "bmp", "gif", "ppm", "tga", "tif"])
def test_formats(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    corners().save(path)
    assert seen(path) == [[255, 0, 0], [0, 255, 0], [0, 0, 255]]


@pytest.mark.parametrize("mode", ["RGB", "CMYK", "YCbCr"])
def test_jpeg_in_any_colours(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a.jpg"
    corners().convert(mode).save(path, quality=100, subsampling=0)
    np.testing.assert_allclose(seen(path), [RED, GREEN, BLUE], atol=8)


def test_grey(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    corners().convert("L").save(path)
    # 0.299 red, 0.587 green, 0.114 blue
    assert seen(path) == [[76] * 3, [150] * 3, [29] * 3]
    assert seen(path, channels=1) == [[76], [150], [29]]


def test_grey_of_16_bits_keeps_its_bright_parts(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.fromarray(np.asarray(corners().convert("L")).astype(np.uint16) * 257).save(path)
    assert seen(path) == [[76] * 3, [150] * 3, [29] * 3]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_grey(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a.png"
    image = corners()
    if mode == "P":
        image = image.quantize(4)
        image.save(path, transparency=image.getpixel((15, 7)))
    else:
        image = image.convert(mode)
        alpha = Image.new("L", image.size, 255)
        alpha.paste(0, (8, 4, 16, 8))
        image.putalpha(alpha)
        image.save(path)
    found = seen(path)
    assert found[2] == [GREY] * 3
    assert GREY not in found[0] + found[1]


def test_a_camera_held_upright(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    exif = Image.Exif()
    exif[274] = 6  # the camera was turned: show the picture turned by 90 degrees clockwise
    corners().save(path, exif=exif)
    assert open_picture(path).size == (8, 16)
    assert seen(path) == [[255, 0, 0], [255, 0, 0], [0, 255, 0]]


def as_bytes(ending: str, **options: object) -> bytes:
    file = BytesIO()
    Image.effect_noise((64, 64), 90).convert("RGB").save(file, ending, **options)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "found no picture; expected a picture in one of the formats JPEG, PNG"),
        (b"[net]\nbatch=1\n", "found no picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\n", "found no picture"),
        (as_bytes("JPEG")[:900], "this picture cannot be read: image file is truncated"),
        (as_bytes("JPEG")[:40], "this picture cannot be read: "),
        (as_bytes("PNG")[:900], "this picture cannot be read: image file is truncated"),
        (as_bytes("PNG")[:20], "this picture cannot be read: "),
        (as_bytes("PNG").replace(b"IDAT", b"IDXT"), "found no picture"),
        (as_bytes("TIFF")[:900], "this picture cannot be read: "),
        (as_bytes("GIF")[:900], "this picture cannot be read: "),
    ],
)
def test_no_picture(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(content)
    with pytest.raises(BadInput) as error:
        open_picture(path)
    assert str(error.value).startswith(f"{path}: {said}")
    assert "\n" not in str(error.value)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.png: this picture cannot be read: No such file"):
        open_picture(tmp_path / "none.png")
    with pytest.raises(BadInput, match="this picture cannot be read: Is a directory"):
        open_picture(tmp_path)


def test_damaged_bytes_are_refused_or_read(tmp_path: Path) -> None:
    path, random = tmp_path / "a", np.random.default_rng(1)
    read = 0
    for ending in ("JPEG", "PNG", "GIF", "TIFF", "BMP"):
        whole = np.frombuffer(as_bytes(ending), np.uint8)
        for _ in range(20):
            content = whole.copy()
            content[random.integers(0, min(len(content), 400), 3)] = random.integers(0, 256, 3)
            path.write_bytes(content.tobytes())
            with suppress(BadInput):
                open_picture(path)
                read += 1
    assert 0 < read < 100


def test_more_pixels_than_are_decoded(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    content = bytearray(as_bytes("PNG"))
    content[16:24] = 2 * (20000).to_bytes(4, "big")
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    path.write_bytes(content)
    with pytest.raises(BadInput, match="found 20,000 x 20,000 pixels; expected at most 67,108,864"):
        open_picture(path)


@pytest.mark.parametrize(("side", "size"), [(100, 100), (101, 51), (200, 100), (390, 98), (800, 100)])
def test_a_large_jpeg_is_decoded_smaller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, side: int, size: int
) -> None:
    monkeypatch.setattr(picture_file, "LARGEST", 100 * 100)
    path = tmp_path / "a.jpg"
    corners().resize((side, side)).save(path, quality=95)
    assert open_picture(path).size == (size, size)
    np.testing.assert_allclose(seen(path), [RED, GREEN, BLUE], atol=40)


def test_a_large_progressive_jpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is decoded at its full size, whatever size is asked for."""
    monkeypatch.setattr(picture_file, "LARGEST", 100 * 100)
    path = tmp_path / "a.jpg"
    corners().resize((200, 200)).save(path, progressive=True)
    with pytest.raises(BadInput, match="found 200 x 200 pixels; expected at most 10,000"):
        open_picture(path)


MEASURED = """
import re, sys
from pathlib import Path
from darkgo.pictures.letterbox import letterbox
from darkgo.pictures.picture_file import open_picture

assert letterbox(open_picture(Path(sys.argv[1])), 224, 224).mean() > 0.1
print(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.long
def test_20000_by_20000_pixels_need_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.new("RGB", (20000, 20000), RED).save(path)
    command = [sys.executable, "-c", MEASURED, str(path)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=PATIENCE)
    assert int(done.stdout) < 400_000
