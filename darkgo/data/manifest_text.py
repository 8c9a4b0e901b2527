"""A manifest as lines of text."""

from collections import Counter
from collections.abc import Iterator

from darkgo.data.manifest import Manifest, Source

_COLUMNS = ("source", "games", "used", "duplicates", "rejected", "cut", "unread", "train", "valid")


def lines(manifest: Manifest) -> Iterator[str]:
    """A table of games, unread files and positions per source, then the reasons and histograms, then the
    names of unreadable files."""
    names = [source.name for source in manifest.sources]
    numbers = [_numbers(source) for source in manifest.sources]
    if len(names) > 1:
        names.append("all")
        numbers.append(tuple(sum(column) for column in zip(*numbers, strict=True)))
    rows = [[name, *(f"{number:,}" for number in row)] for name, row in zip(names, numbers, strict=True)]
    cells = [list(_COLUMNS), *rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(_COLUMNS))]
    for name, *counts in cells:
        aligned = (count.rjust(width) for count, width in zip(counts, widths[1:], strict=True))
        yield "  ".join([name.ljust(widths[0]), *aligned])
    for source in manifest.sources:
        for what, counter in (
            ("unread", source.unread),
            ("rejected", source.rejects),
            ("cut", source.cuts),
            ("boards", _boards(source)),
            ("left unknown", source.doubts),
            ("ranks", source.ranks),
            ("decades", _decades(source.years)),
        ):
            if counter:
                yield f"{source.name}: {what}: {listed(counter)}"
        for trouble in source.troubles:
            yield f"{source.name}: {trouble}"
        if not source.used:
            yield f"{source.name}: no usable game"


def _numbers(source: Source) -> tuple[int, ...]:
    rejected, cut, unread = (counts.total() for counts in (source.rejects, source.cuts, source.unread))
    games = (source.games, source.used, source.duplicates, rejected, cut, unread)
    train, valid = source.of_kind("train"), source.of_kind("valid")
    return (*games, sum(part.positions for part in train), sum(part.positions for part in valid))


def _boards(source: Source) -> Counter[str]:
    """The number of games by side; empty if all are of 19x19."""
    boards: Counter[str] = Counter()
    for records in source.record_files if source.others else ():
        boards[f"{records.side}x{records.side}"] += records.games
    return +boards


def _decades(years: Counter[str]) -> Counter[str]:
    decades: Counter[str] = Counter()
    for year, count in years.items():
        decades["?" if year == "?" else f"{year[:3]}0s"] += count
    return decades


def listed(counts: Counter[str]) -> str:
    """The names with their counts, the largest first."""
    return ", ".join(f"{name} {count:,}" for name, count in counts.most_common())
