"""The records a training run draws from: all files of one kind in a directory, as one numbered sequence."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from darkgo.data.records import RECORD_BYTES, open_records

Raw = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Examples:
    """Records of several files, memory-mapped, numbered through; `starts` is where each file begins."""

    files: tuple[Raw, ...]
    starts: npt.NDArray[np.int64]

    @classmethod
    def open(cls, folder: Path, kind: str) -> "Examples":
        """All `NAME.<kind>.records` of a folder, in the order of their names; `kind` is train or valid.

        There may be none. Raises BadInput if one of them is not what it should be.
        """
        return cls.of(*(open_records(path) for path in sorted(folder.glob(f"*.{kind}.records"))))

    @classmethod
    def of(cls, *files: Raw) -> "Examples":
        """The records of these arrays uint8 [M, 96]."""
        return cls(files, np.cumsum([0, *(len(file) for file in files)]))

    def __len__(self) -> int:
        return int(self.starts[-1])

    def __getitem__(self, indices: npt.NDArray[np.integer]) -> Raw:
        """The records of these numbers, uint8 [B, 96]."""
        which = np.searchsorted(self.starts, indices, side="right") - 1
        found = np.empty((len(indices), RECORD_BYTES), np.uint8)
        for number in np.unique(which):
            here = which == number
            found[here] = self.files[number][indices[here] - self.starts[number]]
        return found

    def spread(self, count: int | None) -> npt.NDArray[np.int64]:
        """Numbers of `count` records at even distances (all of them if None or more than there are)."""
        total = len(self)
        return np.linspace(0, total - 1, min(count or total, total)).astype(np.int64)
