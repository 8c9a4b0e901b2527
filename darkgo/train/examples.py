"""The records of a training run: all files of one kind in a directory, as one numbered sequence."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from darkgo.data import games
from darkgo.data.games import Rows, open_games
from darkgo.data.records import NEWLINE, SIDE, named_side, open_records, record_bytes, side_of, still_whole
from darkgo.data.targets import NOTHING, ROW, Targets, open_targets
from darkgo.train.game_targets import NO_MOVES_BYTE

LOOKED_AT = 1024  # the size of a sample of records
Raw = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Examples:
    """Memory-mapped records of several files of one side, numbered from 0 through all files.

    names: NAME of each NAME.train.records. starts: the number of each file's first record, then the total.
    game_rows: the rows of each file's table of games; None if the tables are not read. no_moves: the names
    of the files whose moves are not learnt. targets: what a search preferred in the positions of each file;
    None where there was no search. has_targets: whether examples have room for them.
    """

    files: tuple[Raw, ...]
    names: tuple[str, ...]
    starts: npt.NDArray[np.int64]
    side: int = SIDE
    game_rows: tuple[Rows, ...] | None = None
    no_moves: frozenset[str] = frozenset()
    targets: tuple[Targets | None, ...] = ()
    has_targets: bool = False

    @classmethod
    def open(
        cls, folder: Path, kind: str, side: int = SIDE, with_games: bool = False, with_targets: bool = False
    ) -> "Examples":
        """All `NAME.<kind>.records` of a folder, in the order of their names; `kind` is train or valid.

        Of another side than 19 these are `NAME.<kind>.9x9.records`. With `with_games`, the tables of games
        beside them are read, too, where there are any; with `with_targets` what a search preferred. Raises
        BadInput if one of them is malformed.
        """
        ending = f".{kind}.records" if side == SIDE else f".{kind}.{side}x{side}.records"
        paths = {path.name.removesuffix(ending): path for path in sorted(folder.glob(f"*{ending}"))}
        files = {name: open_records(path) for name, path in paths.items()}
        game_rows = None
        if with_games:
            tables = [open_games(path) for path in paths.values()]
            game_rows = tuple(
                table.rows if table else _unknown(side, len(files[name]))
                for name, table in zip(files, tables, strict=True)
            )
        targets = tuple(
            open_targets(path, len(files[name])) if with_targets else None for name, path in paths.items()
        )
        return cls._of(files, side, game_rows, targets=targets)

    @classmethod
    def one(cls, path: Path, with_games: bool = False) -> "Examples":
        """The records of one file, and the table of games beside it if there is one. Raises BadInput."""
        records = open_records(path)
        table = open_games(path) if with_games else None
        side = named_side(path)
        return cls._of({path.stem: records}, side, None if table is None else (table.rows,))

    @classmethod
    def of(cls, *files: Raw) -> "Examples":
        """The records of these arrays uint8 [M, R], named 0, 1 and so on."""
        named = {str(number): file for number, file in enumerate(files)}
        return cls._of(named, side_of(files[0].shape[1]) if files else SIDE)

    @classmethod
    def _of(
        cls,
        files: dict[str, Raw],
        side: int,
        game_rows: tuple[Rows, ...] | None = None,
        no_moves: frozenset[str] = frozenset(),
        targets: tuple[Targets | None, ...] = (),
    ) -> "Examples":
        starts = np.cumsum([0, *(len(file) for file in files.values())])
        targets = targets or (None,) * len(files)
        found = any(one is not None for one in targets)
        return cls(tuple(files.values()), tuple(files), starts, side, game_rows, no_moves, targets, found)

    def only(self, names: Collection[str], no_moves: Collection[str] = ()) -> "Examples":
        """The files of these names, numbered anew. The moves of those in `no_moves` are not learnt."""
        wanted = [number for number, name in enumerate(self.names) if name in names]
        game_rows = None if self.game_rows is None else tuple(self.game_rows[number] for number in wanted)
        files = {self.names[number]: self.files[number] for number in wanted}
        targets = tuple(self.targets[number] for number in wanted if self.targets)
        return self._of(files, self.side, game_rows, frozenset(no_moves), targets)

    @property
    def width(self) -> int:
        """The bytes of an example: a record, the row of its game if the tables were read, and the row of its
        target if there are targets."""
        return self.game_end + (ROW.itemsize if self.has_targets else 0)

    @property
    def game_end(self) -> int:
        """The bytes of an example up to the end of the row of its game."""
        row = 0 if self.game_rows is None else games.dtype(self.side).itemsize
        return record_bytes(self.side) + row

    @property
    def has_game_targets(self) -> bool:
        """Whether the winner or the owners of any game are known."""
        return any(
            (rows[name] != ord("?")).any() for rows in self.game_rows or () for name in ("winner", "origin")
        )

    def __len__(self) -> int:
        return int(self.starts[-1])

    def __getitem__(self, indices: npt.NDArray[np.integer]) -> Raw:
        """The examples with these numbers, uint8 [B, width]. Raises BadInput if one of their files was
        truncated."""
        which = np.searchsorted(self.starts, indices, side="right") - 1
        found = np.empty((len(indices), self.width), np.uint8)
        end = record_bytes(self.side)
        for number in np.unique(which):
            here = which == number
            places = indices[here] - self.starts[number]
            found[here, :end] = still_whole(self.files[number])[places]
            if self.game_rows is not None:
                game = np.searchsorted(self.game_rows[number]["first"], places, side="right") - 1
                found[here, end : self.game_end] = self._rows(number, game)
            if self.has_targets:
                found[here, self.game_end :] = self._target_rows(number, places)
        return found

    def games(self) -> tuple[Raw, npt.NDArray[np.int64]]:
        """The rows of all games, uint8 [G, row bytes], and the number of each game's first example [G]."""
        if self.game_rows is None:
            return np.empty((0, 0), np.uint8), np.empty(0, np.int64)
        rows = [self._rows(number, slice(None)) for number in range(len(self.files))]
        first = [
            table["first"] + start for table, start in zip(self.game_rows, self.starts[:-1], strict=True)
        ]
        return np.concatenate(rows), np.concatenate(first)

    def counted_ends(self) -> npt.NDArray[np.int64]:
        """The numbers of the last examples of the games that were counted, and whose komi is known."""
        ends = []
        for table, start in zip(self.game_rows or (), self.starts[:-1], strict=self.game_rows is not None):
            counted = (table["ending"] == ord("C")) & ~np.isnan(table["margin"]) & ~np.isnan(table["komi"])
            last = table["first"].astype(np.int64) + table["count"] - 1
            ends.append(start + last[counted])
        return np.concatenate(ends) if ends else np.empty(0, np.int64)

    def _rows(self, number: int, which: Any) -> Raw:
        """Rows of a file's table, uint8 [G, row bytes]."""
        assert self.game_rows is not None
        rows = np.ascontiguousarray(self.game_rows[number][which])
        raw = rows.view(np.uint8).reshape(len(rows), -1).copy()
        raw[:, NO_MOVES_BYTE] = self.names[number] in self.no_moves
        return raw

    def _target_rows(self, number: int, which: Any) -> Raw:
        """Rows of a file's targets, uint8 [M, row bytes]; empty rows if it has none."""
        targets = self.targets[number]
        if targets is None:
            rows = np.broadcast_to(NOTHING, len(self.files[number]))[which]
        else:
            rows = targets.rows[which]
        raw: Raw = np.ascontiguousarray(rows).view(np.uint8).reshape(len(rows), -1)
        return raw

    def target_pieces(self, most: int) -> Iterator[Raw]:
        """The targets of all records in order, uint8 [up to `most`, row bytes] at a time."""
        for number, file in enumerate(self.files):
            for start in range(0, len(file), most):
                yield self._target_rows(number, slice(start, start + most))

    def pieces(self, most: int) -> Iterator[Raw]:
        """All records in order, uint8 [up to `most`, R] at a time. Raises BadInput if a file was
        truncated."""
        for file in self.files:
            for start in range(0, len(file), most):
                yield still_whole(file)[start : start + most]

    def spread(self, count: int | None) -> npt.NDArray[np.int64]:
        """Numbers of `count` records at even distances (all of them if None or more than there are)."""
        total = len(self)
        return np.linspace(0, total - 1, min(count or total, total)).astype(np.int64)

    def sample(self) -> Raw:
        """A sample of the records at even distances, uint8 [1024 or all, width]."""
        return self[self.spread(LOOKED_AT)]

    def digest(self) -> str:
        """A digest of a sample of the records, to recognise other data of the same size. File names do not
        matter."""
        return blake2b(self.sample().tobytes(), digest_size=16).hexdigest()


def digest_of(every: Sequence[Examples]) -> str:
    """A digest of the examples of all sides. Of one side it is `Examples.digest`."""
    digests = [examples.digest() for examples in every]
    return digests[0] if len(digests) == 1 else blake2b("".join(digests).encode(), digest_size=16).hexdigest()


def _unknown(side: int, positions: int) -> Rows:
    """The table of a file without one: a single game of which nothing is known."""
    rows = np.zeros(1, games.dtype(side))
    rows["count"], rows["newline"] = positions, NEWLINE
    rows["komi"] = rows["margin"] = np.nan
    for name in ("winner", "ending", "rules", "origin"):
        rows[name] = ord("?")
    return rows
