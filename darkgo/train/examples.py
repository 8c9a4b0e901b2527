"""The records of a training run: all files of one kind in a directory, as one numbered sequence."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from darkgo.data.records import RECORD_BYTES, open_records, still_whole

LOOKED_AT = 1024  # the size of a sample of records
Raw = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Examples:
    """Memory-mapped records of several files, numbered from 0 through all files.

    names: NAME of each NAME.train.records. starts: the number of each file's first record, then the total.
    """

    files: tuple[Raw, ...]
    names: tuple[str, ...]
    starts: npt.NDArray[np.int64]

    @classmethod
    def open(cls, folder: Path, kind: str) -> "Examples":
        """All `NAME.<kind>.records` of a folder, in the order of their names; `kind` is train or valid.

        There may be none. Raises BadInput if one of them is malformed.
        """
        ending = f".{kind}.records"
        files = {path.name.removesuffix(ending): path for path in sorted(folder.glob(f"*{ending}"))}
        return cls._of({name: open_records(path) for name, path in files.items()})

    @classmethod
    def of(cls, *files: Raw) -> "Examples":
        """The records of these arrays uint8 [M, 96], named 0, 1 and so on."""
        return cls._of({str(number): file for number, file in enumerate(files)})

    @classmethod
    def _of(cls, files: dict[str, Raw]) -> "Examples":
        starts = np.cumsum([0, *(len(file) for file in files.values())])
        return cls(tuple(files.values()), tuple(files), starts)

    def only(self, names: Collection[str]) -> "Examples":
        """The files of these names, numbered anew."""
        return self._of(
            {name: file for name, file in zip(self.names, self.files, strict=True) if name in names}
        )

    def __len__(self) -> int:
        return int(self.starts[-1])

    def __getitem__(self, indices: npt.NDArray[np.integer]) -> Raw:
        """The records with these numbers, uint8 [B, 96]. Raises BadInput if one of their files was
        truncated."""
        which = np.searchsorted(self.starts, indices, side="right") - 1
        found = np.empty((len(indices), RECORD_BYTES), np.uint8)
        for number in np.unique(which):
            here = which == number
            found[here] = still_whole(self.files[number])[indices[here] - self.starts[number]]
        return found

    def pieces(self, most: int) -> Iterator[Raw]:
        """All records in order, uint8 [up to `most`, 96] at a time. Raises BadInput if a file was
        truncated."""
        for file in self.files:
            for start in range(0, len(file), most):
                yield still_whole(file)[start : start + most]

    def spread(self, count: int | None) -> npt.NDArray[np.int64]:
        """Numbers of `count` records at even distances (all of them if None or more than there are)."""
        total = len(self)
        return np.linspace(0, total - 1, min(count or total, total)).astype(np.int64)

    def sample(self) -> Raw:
        """A sample of the records at even distances, uint8 [1024 or all, 96]."""
        return self[self.spread(LOOKED_AT)]

    def digest(self) -> str:
        """A digest of a sample of the records, to recognise other data of the same size. File names do not
        matter."""
        return blake2b(self.sample().tobytes(), digest_size=16).hexdigest()
