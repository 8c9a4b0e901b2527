"""The command that makes problems of a person's own mistakes, and shows them on the board."""

import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Literal, NamedTuple

from darkgo.autosave import Autosave
from darkgo.cli.common import SearchSeconds, Threads, Visits, use_processors
from darkgo.cli.play import Precision, evaluator, new_session, play_on_the_screen
from darkgo.cli.review import Points, progress, records_in
from darkgo.engine.game_file import open_game_file, read_copy
from darkgo.engine.limit import CAREFUL, Limit, limit_of
from darkgo.engine.problem import LOST, own_colours, problems_of
from darkgo.engine.review import review
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.points import Colour
from darkgo.go.tree import GameTree
from darkgo.problem_file import ProblemFile
from darkgo.settings import Settings

COLOURS = {
    "black": frozenset({Colour.BLACK}),
    "white": frozenset({Colour.WHITE}),
    "both": frozenset(Colour),
}


def problems(
    *records: Path,
    colour: Literal["black", "white", "both"] | None = None,
    lost: Points = LOST,
    mistake: Points | None = None,
    visits: Visits | None = None,
    seconds: SearchSeconds | None = None,
    threads: Threads | None = None,
    open: bool = True,
    cfg: Path | None = None,
    weights: Path | None = None,
    precision: Precision = "float32",
) -> int:
    """Make problems of the mistakes in your own games, and solve them on the board.

    The last ten games that were not saved are judged, and the records that are named, each once. The worst
    moves are judged again by a search, and up to five mistakes of a game become problems. They come back
    until you find a move that is no mistake.

    Parameters
    ----------
    records
        SGF files, or folders whose SGF files are taken. Yours are the moves of the player whose name is in
        the settings (F9), or of the opponent of the program.
    colour
        Whose mistakes are taken from the records that are named.
    lost
        The points that a mistake must have lost.
    mistake
        A move that loses fewer points solves a problem. The default is a setting (F9), at first 2.
    visits
        Read ahead with so many visits where a move seems to be a mistake; 200 without this and --seconds.
    seconds
        Read ahead for so many seconds there.
    threads
        Use so many processors; by default all of them.
    open
        --no-open only looks for problems; it is the default without a terminal.
    cfg
        The network; --weights must be given too. By default DarkGo's own.
    weights
        The network's parameters.
    precision
        bfloat16 is faster on some processors, and less exact; auto takes the faster of the two.
    """
    use_processors(threads)
    limit = limit_of(visits, seconds, CAREFUL)
    settings, remark = Settings.load()
    settings = replace(settings, mistake=mistake or settings.mistake)
    file = ProblemFile()
    for said in filter(None, (remark, file.load())):
        print(said, file=sys.stderr)
    status = 0
    with closing(evaluator(cfg, weights, precision)) as network:
        session = new_session(settings, network)
        for game in _games(records):
            try:
                _collect(session, game, file, COLOURS.get(colour or ""), lost, limit)
            except (BadInput, OSError) as error:
                print(f"darkgo: {game.source}: {error}", file=sys.stderr)
                status = 1
        unsolved = len(file.unsolved)
        print(f"{unsolved} to solve, {len(file.problems) - unsolved} solved")
        if not (open and unsolved and all(each.isatty() for each in (sys.stdin, sys.stdout, sys.stderr))):
            return status
        session = new_session(settings, network)
        session.limit = limit_of(visits, seconds, settings.limit)
        return play_on_the_screen(session, settings, "", served=False, problems=True) or status


class _Game(NamedTuple):
    """A game to be looked through."""

    source: str
    path: Path
    is_kept: bool

    def read(self) -> tuple[GameTree, str]:
        """The game, and the name of its bytes. Raises BadInput and OSError."""
        if self.is_kept:
            tree = read_copy(self.path.read_bytes())
        else:
            _, tree = open_game_file(str(self.path))
        return tree, blake2b(self.path.read_bytes(), digest_size=8).hexdigest()


def _games(records: tuple[Path, ...]) -> Iterator[_Game]:
    """The kept games, and those of the records. Raises BadInput for a folder without any."""
    for kept in Autosave().kept():
        yield _Game(f"game of {kept.when:%Y-%m-%d %H:%M}", kept.path, True)
    for path in records_in(records):
        yield _Game(path.name, path, False)


def _collect(
    session: Session,
    game: _Game,
    file: ProblemFile,
    colours: frozenset[Colour] | None,
    lost: float,
    limit: Limit,
) -> None:
    """Adds the problems of a game to the file, unless it was looked through before. Raises BadInput and
    OSError."""
    tree, name = game.read()
    mine = own_colours(tree, session.person)
    if not game.is_kept:
        mine = colours or mine
        if not mine:
            raise BadInput("which player are you? --colour black takes Black's mistakes")
    looked = f"{name} {lost:g} {''.join(sorted(one.name[0] for one in mine))}"
    if looked in file.games or not mine:
        return
    session.start(tree)
    found = review(session, progress(Path(game.source)))
    added = file.add(problems_of(session, game.source, mine, lost, limit))
    file.games.append(looked)
    file.save()
    print(f"{game.source}: {added} problem{'' if added == 1 else 's'}", file=sys.stderr)
    if found.end:
        print(f"{game.source}: {found.end}", file=sys.stderr)
