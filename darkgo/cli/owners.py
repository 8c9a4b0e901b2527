"""`darkgo data owners`: who owns the points at the end of counted games."""

import sys
import time
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from darkgo.cli.common import Seed, ended_as_by_ctrl_c

SAVE_SECONDS = 30.0
"""How often the estimates are written, in seconds."""


def owners(
    folder: Path,
    *,
    sample: Annotated[int, Parameter(validator=Number(gte=1))] = 1000,
    seed: Seed = 0,
    seconds: Annotated[float | None, Parameter(validator=Number(gt=0))] = None,
) -> None:
    """Estimate who owns the points at the end of counted games, and write it into their tables.

    Dead stones are removed from the last position. The owners are kept where the margin is within 1 point of
    the recorded one. To continue an interrupted estimate, call it again.

    Parameters
    ----------
    folder
        A folder of records with tables of games.
    sample
        How many games to try. A larger sample of the same seed contains the smaller one.
    seed
        The same seed gives the same sample.
    seconds
        End after so many seconds; what is done is kept.
    """
    from darkgo.arena.owners import estimated
    from darkgo.data.estimates import Estimates
    from darkgo.data.last_position import last_position

    estimates = Estimates(folder)
    games = estimates.sample(sample, seed)
    missing = [game for game in games if estimates.state(game) is None]
    if len(missing) < len(games):
        print(f"darkgo: {len(games) - len(missing)} of {len(games)} games were tried before", file=sys.stderr)
    began = saved = time.monotonic()
    deadline = began + seconds if seconds is not None else None

    def stop_in_time(*_: object) -> None:
        if deadline is not None and time.monotonic() >= deadline:
            raise TimeoutError

    try:
        with ended_as_by_ctrl_c():
            for number, game in enumerate(missing, 1):
                stop_in_time()
                row = estimates.row(game)
                last = last_position(estimates.records(game))
                by_area = row["rules"] == ord("A")
                komi, margin = float(row["komi"]), float(row["margin"])
                found = estimated(last, komi, margin, by_area, stop_in_time)
                estimates.keep(game, found)
                if time.monotonic() - saved >= SAVE_SECONDS:
                    estimates.save()
                    saved = time.monotonic()
                    print(f"{number:,} of {len(missing):,} games", file=sys.stderr, flush=True)
    except TimeoutError:
        print("darkgo: the time is over; the same command continues from here", file=sys.stderr)
    finally:
        estimates.save()
        states = [estimates.state(game) for game in games]
        tried = len(states) - states.count(None)
        print(f"sample  {len(games):,} of the counted games, seed {seed}")
        print(f"tried   {tried:,}")
        share = f", {states.count(True) / tried:.1%}" if tried else ""
        print(f"agreed  {states.count(True):,}{share}: margin within 1 point of the record")
