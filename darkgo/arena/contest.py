"""A match with its saved games, its earlier games and its stopping rule."""

from collections import Counter
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from darkgo.arena import ladder
from darkgo.arena.folder import Folder
from darkgo.arena.ladder import GameResult
from darkgo.arena.match import Match, Played
from darkgo.arena.referee import Verdict
from darkgo.arena.sprt import Sprt
from darkgo.arena.tally import MatchTally
from darkgo.errors import BadInput
from darkgo.go.points import Colour
from darkgo.go.sgf import write_game

MOST_FAULTS = 3
"""The match ends when a player has lost this many games in a row by a fault."""


@dataclass(slots=True)
class Contest:
    """A match of at most this many games. It ends earlier if the test is decided."""

    match: Match
    games: int
    at_once: int
    folder: Folder
    sprt: Sprt | None = None
    ladder_file: Path | None = None

    @property
    def results(self) -> list[GameResult]:
        """All games played so far, including those of earlier runs."""
        return self.folder.results

    @property
    def names(self) -> tuple[str, str]:
        """The names of the two players. Results are shown for the first."""
        return self.match.sides[0].name, self.match.sides[1].name

    @property
    def tally(self) -> MatchTally:
        """The results of the first player."""
        return MatchTally.of(self.names[0], self.results)

    @property
    def decision(self) -> str:
        """ "H0" or "H1" once the test has accepted one."""
        return self.sprt.decision(*self.tally.counts) if self.sprt else ""

    def play(self) -> Generator[GameResult, None, None]:
        """Plays the remaining games, and yields each result after it was saved.

        Raises BadInput if a program has failed in too many games in a row, or a file cannot be written.
        """
        self._complete_ladder()
        known = {result.game for result in self.results}
        left = [number for number in range(1, self.games + 1) if number not in known]
        if not left or self.decision:
            return
        faults: Counter[str] = Counter()
        with closing(self.match.play(left, self.at_once)) as games:
            for played in games:
                result, sgf = self._result(played)
                self.folder.keep(result, sgf)
                if self.ladder_file:
                    ladder.append(self.ladder_file, [result])
                yield result
                self._count_faults(faults, result, played.verdict)
                if self.decision:
                    return

    def _complete_ladder(self) -> None:
        """Adds results that are missing in the ladder, because an earlier run was killed before writing
        them."""
        if self.ladder_file:
            known = {(result.match, result.game) for result in ladder.read(self.ladder_file)}
            ladder.append(
                self.ladder_file,
                [result for result in self.results if (result.match, result.game) not in known],
            )

    def _result(self, played: Played) -> tuple[GameResult, bytes]:
        game, number, verdict = played.game, played.number, played.verdict
        black = self.match.black(number)
        names = self.names[black], self.names[1 - black]
        today = date.today().isoformat()
        result = GameResult(
            self.folder.match,
            number,
            *names,
            verdict.result,
            verdict.end,
            game.move_number,
            game.size,
            game.rules.komi,
            today,
        )
        sgf = write_game(
            game,
            PB=names[0],
            PW=names[1],
            RE=verdict.result,
            DT=today,
            EV=" - ".join(self.names),
            RO=f"{number}",
            GC=f"{verdict.end}. The first {len(self.match.opening(number))} moves were given.",
        )
        return result, sgf

    def _count_faults(self, faults: Counter[str], result: GameResult, verdict: Verdict) -> None:
        for colour, name in ((Colour.BLACK, result.black), (Colour.WHITE, result.white)):
            faults[name] = faults[name] + 1 if verdict.failed is colour else 0
            if faults[name] == MOST_FAULTS:
                raise BadInput(
                    f"{name} has failed in {MOST_FAULTS} games in a row, at last in game {result.game}: "
                    f"{result.end}; the match ends"
                )
