"""The results of a player, in numbers and in words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from darkgo.arena.elo import Rating, ratings
from darkgo.arena.ladder import GameResult, points

_ENDS = {"R": "resigned", "T": "on time", "F": "by a fault"}


@dataclass(frozen=True, slots=True)
class MatchTally:
    """The results of one player."""

    wins: int
    draws: int
    losses: int
    margins: tuple[float, ...]
    """The score of each counted game, in points; negative if the player lost."""

    @classmethod
    def of(cls, name: str, results: Sequence[GameResult]) -> "MatchTally":
        """The tally of the player's games among these results."""
        own = [result for result in results if name in (result.black, result.white)]
        winners = Counter(result.winner for result in own)
        margins = tuple(
            result.margin if result.black == name else -result.margin
            for result in own
            if result.margin is not None
        )
        draws = winners[None]
        return cls(winners[name], draws, len(own) - winners[name] - draws, margins)

    @property
    def counts(self) -> tuple[int, int, int]:
        """Wins, draws and losses."""
        return self.wins, self.draws, self.losses

    @property
    def games(self) -> int:
        """The number of games."""
        return sum(self.counts)

    @property
    def mean_margin(self) -> float | None:
        """The mean score of the games that were counted."""
        return sum(self.margins) / len(self.margins) if self.margins else None


def difference(names: tuple[str, str], results: Sequence[GameResult]) -> Rating:
    """The rating of the first player above the second."""
    found = ratings({names: 0, **points(results)}, anchor=names[1])
    return next(rating for rating in found if rating.name == names[0])


def table(names: tuple[str, str], results: Sequence[GameResult]) -> Iterator[str]:
    """The results of a match between two players, in lines, from the view of the first player."""
    name = names[0]
    rows = {
        f"{name} as Black": [result for result in results if result.black == name],
        f"{name} as White": [result for result in results if result.white == name],
        f"{name} against {names[1]}": list(results),
    }
    width = max(map(len, rows))
    yield f"{'':{width}}  games    won  drawn   lost  mean score"
    for title, part in rows.items():
        tally = MatchTally.of(name, part)
        mean = "" if tally.mean_margin is None else f"{tally.mean_margin:+.1f}"
        numbers = "".join(f"{count:7d}" for count in (tally.games, *tally.counts))
        yield f"{title:{width}}{numbers}{mean:>12}"
    yield f"Elo of {name} above {names[1]}, with its 95% interval: {difference(names, results)}"
    ends = Counter(_ENDS.get(result.result[-1], "counted") for result in results)
    yield "Games ended: " + ", ".join(f"{count} {end}" for end, count in ends.most_common())


def game_line(result: GameResult) -> str:
    """One line about one game."""
    players = f"{result.black} (Black) - {result.white} (White)"
    return f"game {result.game}: {players}: {result.result} after {result.moves} moves, {result.end}"
