"""Self-play: every game is legal, ends as it should, is kept whole and can be repeated."""

import os
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from darkgo.arena.harvest import Parts, Sheet
from darkgo.arena.selfplay import Finished, Options, Round, play
from darkgo.cli import run
from darkgo.cli.selfplay import RunTally
from darkgo.darknet import onednn
from darkgo.darknet.network import initial_parameters, load_network, resized
from darkgo.darknet.weights import read_weights, write_weights
from darkgo.data.build import build
from darkgo.data.games import open_games
from darkgo.data.records import decode, open_records
from darkgo.engine.useful import useful_at_a_glance
from darkgo.go.game import Game, Rules
from darkgo.go.life import safe
from darkgo.go.points import PASS, Colour
from darkgo.go.score import area_score
from darkgo.go.sgf import GameRecord, read_games
from darkgo.model.evaluator import NetworkEvaluator, network_evaluator
from tests.arena.programs import make_advance_once
from tests.disk import room_for
from tests.evaluators import suggested
from tests.waiting import PATIENCE, wait_until

ROOT = Path(__file__).parents[2]
GOLDENS = ROOT / "tests" / "goldens"
CFG, WEIGHTS = GOLDENS / "go-mini.cfg", GOLDENS / "go-mini.step12.weights"
SIZE, KOMI = 5, 1.5
MOST = 2 * SIZE * SIZE
BEST = Options(KOMI, MOST, seed=3, temperature=0, opening_moves=6, opening_temperature=1)


@pytest.fixture(autouse=True)
def _made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("darkgo.arena.selfplay.make_advance", make_advance_once)


def other_weights(folder: Path) -> Path:
    """Weights of the same form that nobody trained."""
    network = load_network(CFG)
    path = folder / "new.weights"
    write_weights(path, network, initial_parameters(network, 5), 0)
    return path


@lru_cache
def games(weights: tuple[Path, ...] = (WEIGHTS,), batch: int = 8) -> list[Finished]:
    """Twelve games, by number."""
    network = resized(load_network(CFG), SIZE)
    parameters = [read_weights(path, network)[0] for path in weights]
    rounds = play([network] * len(weights), parameters, range(12), batch, BEST)
    finished = [game for each in rounds for game in each.finished]
    return sorted(finished)


def read(sgf: bytes) -> tuple[GameRecord, Game]:
    """A game of 19x19 that was kept, and where it ended."""
    record = read_games(sgf)[0]
    assert isinstance(record, GameRecord)
    position = Game(19)
    for colour, point in record.moves:
        position.play(point, colour)
    return record, position


def replayed(game: Finished) -> Iterator[tuple[Game, int]]:
    """The game before each of its moves, and the point."""
    position = Game(SIZE, Rules(KOMI))
    for action in game.actions:
        point = PASS if action == SIZE * SIZE else action
        yield position, point
        assert not position.is_over
        position.play(point)
    assert position.is_over or len(game.actions) == MOST
    assert area_score(position.board, KOMI).margin == game.margin


def check_moves(game: Finished, players: tuple[NetworkEvaluator, NetworkEvaluator]) -> None:
    """After the opening each move is the best useful one of its player, and before it a useful one."""
    for position, point in replayed(game):
        ranking = suggested(players[position.move_number % 2], position)
        probabilities = {move.point: move.probability for move in ranking}
        useful = useful_at_a_glance(position, ranking)
        assert point in [move.point for move in useful] or (point == PASS and not useful)
        if useful and position.move_number >= BEST.opening_moves:
            assert probabilities[point] >= useful[0].probability * (1 - 1e-5)


def test_every_game_is_legal_and_ends_as_it_should() -> None:
    player = network_evaluator(CFG, WEIGHTS)
    found = games()
    assert [game.number for game in found] == list(range(12))
    for game in found:
        check_moves(game, (player, player))
    assert sum(len(game.actions) < MOST for game in found) > 8
    assert len({tuple(game.actions) for game in found}) > 6


def test_by_onednn_its_games_are_such_games_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onednn, "is_faster", onednn.is_right)
    player = network_evaluator(CFG, WEIGHTS)
    for game in games.__wrapped__():
        check_moves(game, (player, player))


def test_two_networks_have_each_colour_in_turn(tmp_path: Path) -> None:
    other = other_weights(tmp_path)
    first, second = network_evaluator(CFG, WEIGHTS), network_evaluator(CFG, other)
    for game in games((WEIGHTS, other)):
        check_moves(game, (second, first) if game.number % 2 else (first, second))


def test_a_game_does_not_depend_on_the_others() -> None:
    assert games(batch=2) == games()


def options(out: Path, *more: object, count: int = 6, size: int = 5) -> list[str]:
    given = [
        "selfplay",
        CFG,
        WEIGHTS,
        "--games",
        count,
        "--out",
        out,
        "--size",
        size,
        "--batch",
        2,
        "--komi",
        KOMI,
        *more,
    ]
    return [str(each) for each in given]


def archived(out: Path) -> dict[str, bytes]:
    """The SGF files of a folder by name; each is there once."""
    found: dict[str, bytes] = {}
    for path in sorted(out.glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            for name in archive.namelist():
                assert name not in found
                found[name] = archive.read(name)
    return found


def test_a_run_that_is_begun_again_plays_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another seed is another run, in the same folder."""
    assert run(options(tmp_path / "whole", "--seed", 1)) == 0
    whole = archived(tmp_path / "whole")
    assert sorted(whole) == [f"{number:07}.sgf" for number in range(6)]
    assert run(options(tmp_path / "parts", "--seed", 1, count=2)) == 0
    assert run(options(tmp_path / "parts", "--seed", 1)) == 0
    captured = capsys.readouterr()
    assert "2 of these games are there already" in captured.err
    assert "games      4," in captured.out
    assert archived(tmp_path / "parts") == whole
    before = {path.name: path.read_bytes() for path in (tmp_path / "parts").iterdir()}
    assert run(options(tmp_path / "parts", "--seed", 2)) == 0
    after = {path.name: path.read_bytes() for path in (tmp_path / "parts").iterdir()}
    assert len(after) > len(before)
    assert after.items() >= before.items()
    assert run(options(tmp_path / "parts", "--seed", 1)) == 0
    assert "games      0," in capsys.readouterr().out


def test_the_records_are_those_of_the_archive_and_can_be_trained_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The winner is that of the area score. On 19x19, where there are records, the games are cut short."""
    out = tmp_path / "out"
    arguments = options(out, "--seed", 4, "--max-moves", 40, count=8, size=19)
    assert run(arguments) == 0
    assert "unfinished 8" in capsys.readouterr().out
    expected = []
    for sgf in archived(out).values():
        record, position = read(sgf)
        score = area_score(position.board, KOMI)
        assert record.result == str(score)
        expected += [Colour.BLACK if score.margin > 0 else Colour.WHITE] * len(record.moves)
    raw = [open_records(path) for path in sorted(out.glob("*.records"))]
    positions = decode(np.concatenate(raw))
    assert sum(map(len, raw)) == len(expected) == 320
    assert sum(positions.winner == ord("1")) == expected.count(Colour.BLACK)
    build([out], tmp_path / "built")
    for path in out.glob("*s"):
        _, rest = path.name.split(".", 1)
        assert path.read_bytes() == (tmp_path / "built" / f"out.{rest}").read_bytes()
    trained = ["train", CFG, "--data", out, "--out", tmp_path / "run", "--max-positions", 4]
    assert run([*map(str, trained), "--dtype", "float32"]) == 0


def test_two_networks_and_what_is_told_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first is Black in two of three games; each makes twenty moves in a game."""
    other = other_weights(tmp_path)
    out = tmp_path / "out"
    arguments = ["selfplay", CFG, WEIGHTS, CFG, other, "--games", 3, "--out", out, "--batch", 2]
    assert run([*map(str, arguments), "--max-moves", "40", "--first-only", "--seed", "4"]) == 0
    told = capsys.readouterr().out
    names = ("go-mini.step12", "new")
    winners: Counter[str] = Counter()
    for file, sgf in archived(out).items():
        record, position = read(sgf)
        assert (record.black, record.white) == (names[::-1] if int(Path(file).stem) % 2 else names)
        assert record.result == str(area_score(position.board, 7.5))
        winners.update([record.result[0], record.black if record.result[0] == "B" else record.white])
    assert f"won        {winners['B']} by Black, {winners['W']} by White\n" in told
    assert f"{winners[names[0]]} by {names[0]}, {winners[names[1]]} by {names[1]}\n" in told
    players = b"".join(open_records(path)[:, 0].tobytes() for path in out.glob("*.records"))
    assert (players.count(b"1"), players.count(b"0")) == (40, 20)
    tables = [open_games(path) for path in out.glob("*.records")]
    assert [count for table in tables if table for count in table.rows["count"]] == [20, 20, 20]


def test_records_of_small_boards_and_who_owns_what_at_the_end(tmp_path: Path) -> None:
    """The same as `darkgo data build` makes of the archive. A game that ended by passes has exact owners."""
    out = tmp_path / "out"
    assert run(options(out, "--seed", 1)) == 0
    build([out], tmp_path / "built")
    for path in out.glob("*s"):
        _, rest = path.name.split(".", 1)
        assert path.read_bytes() == (tmp_path / "built" / f"out.{rest}").read_bytes()
    rows, owners = [], []
    for path in sorted(out.glob("*.5x5.records")):
        table = open_games(path)
        assert table
        assert len(open_records(path)) == sum(table.rows["count"])
        rows += list(table.rows)
        owners += list(table.owners())
    assert len(rows) == 6
    for row, owner in zip(rows, owners, strict=True):
        assert row["komi"] == KOMI
        assert chr(row["rules"]) + chr(row["ending"]) == "AC"
        is_exact = chr(row["origin"]) == "X"
        assert is_exact or row["count"] == MOST
        if is_exact:
            assert np.sum(owner == 1) - np.sum(owner == 2) - KOMI == row["margin"]
    assert sum(chr(row["origin"]) == "X" for row in rows) > 3


def test_a_game_that_ends_with_the_last_move_it_may_have_is_finished(tmp_path: Path) -> None:
    tally = RunTally(Parts(tmp_path, "selfplay-run", Sheet(5, KOMI, ["one"], 0)), 4)
    tally.add(Finished(0, [0, 1, 25, 25], 1.5))
    assert tally.cut == 0
    tally.add(Finished(1, [0, 1, 2, 25], 1.5))
    assert tally.cut == 1


def test_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The games kept before stay, and nothing half written."""
    assert run(options(tmp_path, "--seed", 1, count=2)) == 0
    kept = archived(tmp_path)
    with room_for(100):
        assert run(options(tmp_path, "--seed", 1)) == 1
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == f"darkgo: {tmp_path}: File too large; 0 games of this process are kept there, 4 are not"
    assert archived(tmp_path) == kept
    assert not list(tmp_path.glob("*.part"))


def test_an_interrupted_run_keeps_the_games_that_are_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def until_interrupted(*given: object, **others: object) -> Iterator[Round]:
        for found in play(*given, **others):  # type: ignore[arg-type]
            yield found
            if found.finished:
                raise KeyboardInterrupt

    monkeypatch.setattr("darkgo.arena.selfplay.play", until_interrupted)
    with pytest.raises(SystemExit) as ended:
        run(options(tmp_path, "--seed", 1))
    assert ended.value.code == 130
    kept = archived(tmp_path)
    assert 0 < len(kept) < 6
    assert f"stopped; {len(kept)} of the missing games are in {tmp_path} now" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        (("--games", "0"), 2, "--games"),
        (("--batch", "0"), 2, "--batch"),
        (("--seed", "-1"), 2, "--seed"),
        (("--max-moves", "0"), 2, "--max-moves"),
        (("--opening-moves", "-1"), 2, "--opening-moves"),
        (("--size", "1"), 1, "cannot read a board of 1 lines"),
        (("--size", "26"), 1, "cannot read a board of 26 lines"),
        (("--komi", "nan"), 1, "komi nan"),
        (("--komi", "626"), 1, "komi 626: -625 to 625 are possible"),
        (("--temperature", "-1"), 1, "temperature -1.0: 0 to 100 are possible"),
        (("--opening-temperature", "1e9"), 1, "opening temperature 1000000000.0: 0 to 100 are possible"),
        (("--top", "0"), 1, "top 0: one move or more"),
        (("--cfg2", str(CFG)), 1, "expected a cfg and its weights, or neither"),
    ],
)
def test_bad_numbers(
    tmp_path: Path, more: tuple[str, str], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"--games": "2", "--out": str(tmp_path / "out")} | dict([more])
    assert run(["selfplay", str(CFG), str(WEIGHTS), *chain.from_iterable(given.items())]) == status
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_bad_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    end = ["--games", "2", "--out"]
    never_varied = ["--temperature", "0", "--opening-moves", "0"]
    for files, out, said in (
        ([CFG, WEIGHTS], tmp_path / "file", "found a file; expected a folder"),
        ([CFG, WEIGHTS], tmp_path / "file" / "out", "cannot be a folder for games: Not a directory"),
        ([CFG, GOLDENS / "tiny-mini.weights"], tmp_path, "these weights belong to another network"),
        ([GOLDENS / "tiny-mini.cfg", GOLDENS / "tiny-mini.weights"], tmp_path, "expected"),
        ([tmp_path / "none.cfg", WEIGHTS], tmp_path, "none.cfg"),
        ([CFG, WEIGHTS, "--first-only"], tmp_path, "found --first-only and one network; expected two"),
        ([CFG, WEIGHTS, *never_varied], tmp_path, "--games 2: found no temperature, in the game or"),
    ):
        assert run(["selfplay", *map(str, files), *end, str(out)]) == 1
        captured = capsys.readouterr().err
        assert said in captured
        assert captured.startswith("darkgo: ")
        assert captured.count("\n") == 1


def test_an_archive_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(options(tmp_path, "--seed", 1, count=2)) == 0
    (archive,) = tmp_path.glob("*.zip")
    archive.write_bytes(b"rubbish")
    assert run(options(tmp_path, "--seed", 1)) == 1
    assert f"{archive}: found no archive of games" in capsys.readouterr().err


def test_what_a_killed_process_had_half_written_goes_away(tmp_path: Path) -> None:
    names = ("selfplay-old.zip.1.part", "selfplay-new.zip.2.part", "mine.zip.3.part")
    old, new, mine = (tmp_path / name for name in names)
    for path in (old, new, mine):
        path.write_bytes(b"half")
    for path in (old, mine):
        os.utime(path, (0, 0))
    assert run(options(tmp_path, "--seed", 1, count=2)) == 0
    assert not old.exists()
    assert new.exists()
    assert mine.exists()


def test_a_kill_between_two_files_of_a_part_does_not_double_its_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace_and_die(part: Path, path: Path) -> None:
        part.rename(path)
        raise KeyboardInterrupt

    parts = Parts(tmp_path, "selfplay-run", Sheet(19, KOMI, ["one"], 0))
    parts.add(Finished(7, [0, 1, 2], 1.5))
    monkeypatch.setattr("darkgo.files.os.replace", replace_and_die)
    with pytest.raises(KeyboardInterrupt):
        parts.save()
    assert parts.there() == {7}
    assert [path.suffix for path in tmp_path.iterdir()] == [".zip"]


def begun(out: Path, seed: int) -> subprocess.Popen[bytes]:
    """A process that writes a part whenever a game is over."""
    code = "import sys; from darkgo.cli import main, selfplay; selfplay.PART_SECONDS = 0; main(sys.argv[1:])"
    command = [sys.executable, "-c", code, *options(out, "--seed", seed, count=40)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def runs(out: Path) -> set[str]:
    """What the names of the parts begin with: a run has one seed."""
    return {path.name.rsplit("-", 2)[0] for path in out.glob("*.zip")}


@pytest.mark.long
@pytest.mark.usefixtures("own_cache")
def test_processes_in_one_folder_are_killed_and_added_at_any_time(tmp_path: Path) -> None:
    """What they leave are whole games, each once for every process that played it to its end."""
    expected = tmp_path / "expected"
    assert run(options(expected, "--seed", 1, count=40)) == 0
    out = tmp_path / "out"
    for kill in range(4):
        with begun(out, 1) as one, begun(out, 2 + kill) as other:
            enough = len(list(out.glob("*.zip"))) + 3
            wait_until(lambda enough=enough: len(list(out.glob("*.zip"))) >= enough or one.poll() is not None)
            wait_until(lambda kill=kill: len(runs(out)) >= kill + 2)
            one.kill()
            other.send_signal((signal.SIGINT, signal.SIGTERM)[kill % 2])
            assert other.wait(PATIENCE) in (0, 130)
    assert run(options(out, "--seed", 1, count=40)) == 0
    run_of = runs(expected)
    whole = archived(expected)
    mine: dict[str, bytes] = {}
    for path in sorted(out.glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            if path.name.rsplit("-", 2)[0] in run_of:
                for name in archive.namelist():
                    assert name not in mine
                    mine[name] = archive.read(name)
    assert mine == whole


@pytest.mark.long
def test_the_default_network_on_19x19(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its games end with nothing left to gain: every stone and every point is somebody's for good."""
    arguments = ["selfplay", "darkgo.cfg", "darkgo.weights", "--games", "16", "--seed", "5"]
    assert run([*arguments, "--out", str(tmp_path)]) == 0
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    for sgf in archived(tmp_path).values():
        record, position = read(sgf)
        assert position.is_over
        assert record.result == str(area_score(position.board, 7.5))
        lives = [safe(position.board, colour) for colour in Colour]
        dead = sum(
            (life.territory & position.board.stones(colour.other)).bit_count()
            for life, colour in zip(lives, Colour, strict=True)
        )
        assert dead == 0
