"""Curves of characters: lines of braille dots, and columns of blocks."""

from collections.abc import Sequence

DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of the dots of a braille character, by row and column."""
BRAILLE = 0x2800
BLOCKS = " ▁▂▃▄▅▆▇█"


def braille(values: Sequence[float | None], largest: float, height: int) -> list[str]:
    """A line through values, two for each column, in `height` lines. `largest` is the value at the upper
    edge, and its opposite that at the lower one. Where values are None the line has a gap. Dots show 0."""
    width, rows = (len(values) + 1) // 2, 4 * height
    cells = [[0] * width for _ in range(height)]

    def dot(x: int, y: int) -> None:
        cells[y // 4][x // 2] |= DOTS[y % 4][x % 2]

    def row(value: float) -> int:
        share = max(-1.0, min(1.0, value / largest))
        return round((1 - share) / 2 * (rows - 1))

    before: int | None = None
    for x, value in enumerate(values):
        if x % 4 == 0:
            dot(x, row(0.0))
        if value is None:
            before = None
            continue
        y = row(value)
        start = y if before is None else before
        for between in range(min(start, y), max(start, y) + 1):
            dot(x, between)
        before = y
    return ["".join(chr(BRAILLE + bits) for bits in line) for line in cells]


def block(share: float) -> str:
    """A block that fills a share of its cell from below. Only nothing is empty."""
    return BLOCKS[max(1, min(8, round(8 * share)))] if share > 0 else BLOCKS[0]
