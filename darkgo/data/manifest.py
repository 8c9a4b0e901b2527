"""The manifest of a directory of records, manifest.json. It is the same for the same sources."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from darkgo.errors import BadInput
from darkgo.files import whole

FILE = "manifest.json"
FORMAT = "darkgo records 1"


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write `content` atomically: `path` is always either the old file or the complete new one."""
    text = json.dumps(content, indent=1, ensure_ascii=True) + "\n"
    with whole(path) as file:
        file.write(text.encode())


@dataclass(slots=True)
class RecordFile:
    """One file of records: its name in the directory, and its contents in numbers.

    side: of the boards. table: the name of its table of games; empty if an earlier version built it without.
    """

    file: str
    bytes: int = 0
    games: int = 0
    positions: int = 0
    side: int = 19
    table: str = ""
    table_bytes: int = 0

    @classmethod
    def named(cls, name: str, kind: str, side: int) -> Self:
        """An empty file of a source. kind: train or valid."""
        of_side = "" if side == 19 else f".{side}x{side}"
        stem = f"{name}.{kind}{of_side}"
        return cls(f"{stem}.records", side=side, table=f"{stem}.games")


@dataclass(slots=True)
class Source:
    """The results of one source.

    files: the number of SGF files read. unread: the number of other files, and of games that are too large,
    by reason. Every game read is used, a duplicate of an earlier one, or counted in rejects by reason. cuts:
    the number of used games that were not read to their end, by reason. ranks counts players of used games,
    years counts used games; "?" is unknown. others: the files of other sides than 19. doubts: how
    often something in the tables of games is unknown, by reason. troubles: the names of the first hundred
    files and members that could not be read. For a damaged archive this is the member before the damage, or
    the archive if only its checksum is wrong.
    """

    name: str
    source: str
    fingerprint: str
    train: RecordFile
    valid: RecordFile
    files: int = 0
    games: int = 0
    used: int = 0
    duplicates: int = 0
    unread: Counter[str] = field(default_factory=Counter)
    rejects: Counter[str] = field(default_factory=Counter)
    cuts: Counter[str] = field(default_factory=Counter)
    ranks: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    doubts: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    others: list[RecordFile] = field(default_factory=list)

    @property
    def record_files(self) -> list[RecordFile]:
        """All files of records: those of 19x19, then the others."""
        return [self.train, self.valid, *self.others]

    def of_kind(self, kind: str) -> list[RecordFile]:
        """The files of records for train or valid."""
        return [records for records in self.record_files if records.file.startswith(f"{self.name}.{kind}.")]

    @property
    def positions(self) -> int:
        """The number of all records."""
        return sum(records.positions for records in self.record_files)

    @property
    def has_tables(self) -> bool:
        """Whether it has tables of games. Those built by earlier versions have none."""
        return all(records.table for records in self.record_files)

    def record_file(self, side: int, valid: bool) -> RecordFile:
        """The file for games of this side, for training or validation; a new one if there is none yet."""
        if side == 19:
            return self.valid if valid else self.train
        new = RecordFile.named(self.name, "valid" if valid else "train", side)
        for records in self.others:
            if records.file == new.file:
                return records
        self.others.append(new)
        self.others.sort(key=lambda records: (records.side, records.file))
        return new

    @classmethod
    def named(cls, name: str, source: str, fingerprint: str) -> Self:
        """A source of which nothing has been read yet."""
        train, valid = (RecordFile.named(name, kind, 19) for kind in ("train", "valid"))
        return cls(name, source, fingerprint, train, valid)

    @classmethod
    def of_json(cls, content: dict[str, Any]) -> Self:
        """The inverse of `to_json`. Raises TypeError or KeyError for anything else."""
        parts = dict(content)
        for key in ("train", "valid"):
            parts[key] = RecordFile(**parts[key])
        parts["others"] = [RecordFile(**records) for records in parts.get("others", ())]
        for key in ("unread", "rejects", "cuts", "ranks", "years", "doubts"):
            parts[key] = Counter(parts.get(key, {}))
        return cls(**parts)

    def to_json(self) -> dict[str, Any]:
        """A JSON object, with histograms in the order of their keys."""
        content = {each.name: getattr(self, each.name) for each in fields(self)}
        for key, value in content.items():
            if isinstance(value, Counter):
                content[key] = dict(sorted(value.items()))
            elif isinstance(value, RecordFile):
                content[key] = asdict(value)
        content["others"] = [asdict(records) for records in self.others]
        return content


@dataclass(slots=True)
class Manifest:
    """All sources of a directory, in the order in which they were built."""

    sources: list[Source] = field(default_factory=list)

    @classmethod
    def read(cls, directory: Path) -> Self | None:
        """The manifest of a directory; None if there is none. Raises BadInput if it cannot be read."""
        path = directory / FILE
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise BadInput(f"{path}: not a manifest: {error}") from None
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            found = content.get("format") if isinstance(content, dict) else type(content).__name__
            raise BadInput(f"{path}: format is {found!r}, expected {FORMAT!r}")
        try:
            return cls([Source.of_json(source) for source in content["sources"]])
        except (TypeError, KeyError, ValueError) as error:
            raise BadInput(f"{path}: not a manifest of records: {error}") from None

    def write(self, directory: Path) -> None:
        """Write manifest.json atomically."""
        sources = [source.to_json() for source in self.sources]
        write_json(directory / FILE, {"format": FORMAT, "sources": sources})

    @classmethod
    def bytes_of(cls, path: Path) -> int | None:
        """The size of a file of records or of its table of games by the manifest beside it, in bytes.

        None if no manifest lists it.
        """
        manifest = cls.read(path.parent)
        for source in manifest.sources if manifest else ():
            for records in source.record_files:
                if path.name == records.file:
                    return records.bytes
                if path.name == records.table:
                    return records.table_bytes
        return None
