"""Improves a network by its own games: generates, trains and matches, round after round, unattended.

    python data_tools/improve.py FOLDER --keep records

A round has a folder, FOLDER/round-1 and so on, with one for each of its steps:

    games    `darkgo selfplay --visits`, for --generate seconds, by the best network so far
    train    `darkgo train`, for --train seconds, from its weights
    match    `darkgo match` of the new network against it, at equal visits, for --match seconds

If the new network won more than it lost, it is the best one from then on: FOLDER/best.weights. The same
command goes on where it was stopped. What came of each round is printed, and kept in FOLDER/rounds.jsonl.

The defaults are for a night on processors. For nine minutes of an accelerator:

    --rounds 1 --batch 1024 --generate 300 --train 120 --match 90

`--keep` names a folder of records of 19x19, which are learnt beside the games, so that what they taught is
not forgotten. `--share` is the part of the updates that the games of the rounds get then.
"""

import argparse
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from darkgo.arena.elo import Rating
from darkgo.arena.folder import RESULTS
from darkgo.arena.ladder import read
from darkgo.arena.tally import difference
from darkgo.cli.common import ended_as_by_ctrl_c
from darkgo.data.records import SIDE, record_bytes
from darkgo.train.checkpoint import FILE

ENDING = 60
"""Seconds that a program has to save its work when its time is over."""
BURN_IN = 20
"""Updates until the learning rate is reached: a round may have few."""
NEW, OLD = "new", "old"
"""The players of a match."""


@dataclass(frozen=True)
class Plan:
    """What the command line says."""

    folder: Path
    rounds: int
    cfg: Path
    weights: Path
    size: int
    visits: int
    batch: int
    generate: float
    train: float
    match: float
    games: int
    rate: float
    keep: Path | None
    share: float
    recent: int
    seed: int

    @property
    def best(self) -> Path:
        """The best weights so far."""
        return self.folder / "best.weights"

    @property
    def log(self) -> Path:
        """What came of each round, a line of JSON each."""
        return self.folder / "rounds.jsonl"

    def round(self, number: int) -> Path:
        """The folder of a round."""
        return self.folder / f"round-{number}"


@dataclass(frozen=True)
class Round:
    """One round of a plan."""

    plan: Plan
    number: int

    @property
    def folder(self) -> Path:
        """Its folder."""
        return self.plan.round(self.number)

    @property
    def before(self) -> Path:
        """The weights that it began with."""
        return self.folder / f"{OLD}.weights"

    @property
    def after(self) -> Path:
        """The weights that it trained."""
        return self.folder / "train" / f"{self.plan.cfg.stem}.weights"

    def play(self) -> dict[str, object]:
        """Makes the steps that are missing, and returns what came of the round."""
        self.folder.mkdir(exist_ok=True)
        if not self.before.exists():
            copied(self.plan.best, self.before)
        self.step("games", self.plan.generate, self._generate)
        self.step("train", self.plan.train, self._train)
        self.step("match", self.plan.match, self._match)
        results = read(self.folder / "match" / RESULTS)
        rating = difference((NEW, OLD), results)
        is_better = stronger(rating)
        if is_better:
            copied(self.after, self.plan.best)
        return {
            "round": self.number,
            "positions": sum(positions(self.folder / "games", self.plan.size).values()),
            "match": len(results),
            "elo": str(rating),
            "better": is_better,
        }

    def step(self, name: str, seconds: float, make: Callable[[float], None]) -> None:
        """Makes a step that is not done yet. If it was stopped, it gets the seconds that it had left."""
        done, spent = self.folder / f"{name}.done", self.folder / f"{name}.seconds"
        if done.exists():
            return
        before = float(spent.read_text()) if spent.exists() else 0.0
        print(f"round {self.number}: {name}", file=sys.stderr, flush=True)
        began = time.monotonic()
        try:
            make(max(seconds - before, 1.0))
        finally:
            spent.write_text(f"{before + time.monotonic() - began:.1f}\n")
        done.touch()

    def _generate(self, seconds: float) -> None:
        plan = self.plan
        words = ["selfplay", plan.cfg, self.before, "--out", self.folder / "games", "--size", plan.size]
        words += ["--visits", plan.visits, "--batch", plan.batch, "--seed", plan.seed + self.number]
        darkgo(*words, "--max-minutes", round(seconds / 60, 4))

    def _train(self, seconds: float) -> None:
        plan, out, cfg = self.plan, self.folder / "train", self.folder / self.plan.cfg.name
        data = self.folder / "data"
        if (out / FILE).exists():
            darkgo("train", cfg, "--data", data, "--out", out, "--resume")
            return
        text = plan.cfg.read_text()
        for key, value in (("learning_rate", plan.rate), ("burn_in", BURN_IN)):
            text = re.sub(rf"(?m)^{key}=.*$", f"{key}={value:g}", text)
        cfg.write_text(text)
        shares = self.gathered(data)
        sides = {plan.size, SIDE} if plan.keep else {plan.size}
        words = ["train", cfg, "--data", data, "--out", out, "--weights", self.before, "--clear"]
        words += ["--keep-statistics", "--sides", ",".join(map(str, sorted(sides)))]
        words += ["--seed", plan.seed + self.number, "--max-minutes", round(seconds / 60, 4)]
        darkgo(*words, *(word for share in shares for word in ("--source", share)))

    def _match(self, seconds: float) -> None:
        plan = self.plan
        players = [
            f"{plan.cfg},{weights},visits={plan.visits},name={name}"
            for name, weights in ((NEW, self.after), (OLD, self.before))
        ]
        words = ["match", *players, "--games", plan.games, "--size", plan.size]
        words += ["--seed", plan.seed + self.number, "--out", self.folder / "match"]
        darkgo(*words, seconds=seconds)

    def gathered(self, data: Path) -> Iterator[str]:
        """Makes a folder with links to the files that are learnt from. Returns the weights of those that are
        kept, as `darkgo train --source` has them."""
        plan, own = self.plan, dict[str, int]()
        data.mkdir(exist_ok=True)
        for number in range(max(1, self.number - plan.recent + 1), self.number + 1):
            own |= positions(plan.round(number) / "games", plan.size)
            linked(plan.round(number) / "games", data)
        if plan.keep:
            kept = positions(plan.keep, SIDE)
            linked(plan.keep, data)
            weight = sum(own.values()) / max(sum(kept.values()), 1) * (1 / plan.share - 1)
            return (f"{name}={weight:.3g}" for name in kept)
        return iter(())


def darkgo(*words: object, seconds: float | None = None) -> None:
    """Runs a command of DarkGo. After so many seconds it is ended as by Ctrl+C, which keeps its work.

    Raises CalledProcessError if it fails.
    """
    command = [sys.executable, "-m", "darkgo", *map(str, words)]
    with subprocess.Popen(command) as process:
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGTERM)
            process.wait(ENDING)
            return
        except KeyboardInterrupt:
            # From a terminal the program got the signal, too, and is saving its work.
            try:
                process.wait(2)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGINT)
                process.wait(ENDING)
            raise
    if status:
        raise subprocess.CalledProcessError(status, command)


def positions(folder: Path, side: int) -> dict[str, int]:
    """The positions to train on, by NAME of each NAME.train.records of this side."""
    ending = ".train.records" if side == SIDE else f".train.{side}x{side}.records"
    return {
        path.name.removesuffix(ending): path.stat().st_size // record_bytes(side)
        for path in sorted(folder.glob(f"*{ending}"))
    }


def linked(source: Path, data: Path) -> None:
    """Links all records with their tables and targets into a folder."""
    for ending in ("records", "games", "targets"):
        for path in source.glob(f"*.{ending}"):
            if not (data / path.name).exists():
                (data / path.name).symlink_to(path.resolve())


def copied(source: Path, target: Path) -> None:
    """Copies a file, whole or not at all."""
    part = target.with_suffix(".part")
    shutil.copy(source, part)
    part.replace(target)


def stronger(rating: Rating) -> bool:
    """Whether the player won more than it lost."""
    return rating.elo > 0 if rating.elo is not None else rating.low is not None


def said(plan: Plan) -> list[dict[str, object]]:
    """What came of the rounds that are finished."""
    return [json.loads(line) for line in plan.log.read_text().splitlines()] if plan.log.exists() else []


def plan_of(words: list[str] | None = None) -> Plan:
    """The plan that the words of a command line make."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cfg", type=Path, default=Path("cfg/darkgo.cfg"))
    parser.add_argument("--weights", type=Path, default=Path("weights/darkgo.weights"))
    parser.add_argument("--size", type=int, default=9, help="lines of the board")
    parser.add_argument("--visits", type=int, default=16, help="of a search, in games and matches")
    parser.add_argument("--batch", type=int, default=64, help="games at the same time")
    parser.add_argument("--generate", type=float, default=5400, help="seconds for the games of a round")
    parser.add_argument("--train", type=float, default=2700, help="seconds")
    parser.add_argument("--match", type=float, default=1500, help="seconds")
    parser.add_argument("--games", type=int, default=300, help="the most games of a match")
    parser.add_argument("--rate", type=float, default=0.0005, help="the learning rate")
    parser.add_argument("--keep", type=Path, help="records of 19x19 to be learnt, too")
    parser.add_argument(
        "--share", type=float, default=0.5, help="the games' part of the updates, with --keep"
    )
    parser.add_argument("--recent", type=int, default=3, help="how many rounds' games are learnt")
    parser.add_argument("--seed", type=int, default=0)
    return Plan(**vars(parser.parse_args(words)))


def main() -> None:
    """Plays the rounds that are missing."""
    plan = plan_of()
    plan.folder.mkdir(parents=True, exist_ok=True)
    if not plan.best.exists():
        copied(plan.weights, plan.best)
    finished = len(said(plan))
    try:
        with ended_as_by_ctrl_c():
            for number in range(finished + 1, plan.rounds + 1):
                found = Round(plan, number).play()
                with plan.log.open("a") as file:
                    print(json.dumps(found), file=file)
                print(json.dumps(found), flush=True)
    except KeyboardInterrupt:
        sys.exit(f"stopped: the same command goes on in {plan.folder}")
    except subprocess.CalledProcessError as error:
        sys.exit(f"darkgo {error.cmd[3]} ended with status {error.returncode}")


if __name__ == "__main__":
    main()
