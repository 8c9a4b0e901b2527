"""Rounds of games and learning: whose moves count, what is kept, and how a run goes on."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar, cast

import jax
import numpy as np
import pytest

from darkgo.arena.run_folder import held
from darkgo.arena.selfplay import Finished, PlayMoves, Round
from darkgo.cli import run
from darkgo.darknet.network import load_network
from darkgo.darknet.weights import read_weights
from darkgo.data.records import BOARD, decode, open_records
from darkgo.errors import BadInput
from darkgo.train import reinforce as module
from darkgo.train.examples import Examples
from darkgo.train.reinforce import ReinforceOptions, RoundReport, opponent_of, reinforce
from tests.arena.programs import make_advance_once

GAMES, OPENING = 4, 12
BATCH = 4
"""Of go-mini.cfg."""


Made = TypeVar("Made")


def once(make: Callable[..., Made]) -> Callable[..., Made]:
    """Makes one program for equal arguments, so that it is compiled once for all tests."""
    made: list[tuple[tuple[object, ...], Made]] = []

    def known(*given: object) -> Made:
        for arguments, program in made:
            if arguments == given:
                return program
        made.append((given, make(*given)))
        return made[-1][1]

    return known


make_learn = once(module.make_learn)


@pytest.fixture(autouse=True)
def _short_games(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_MOVES", 32)
    monkeypatch.setattr(module, "OPENING_MOVES", OPENING)
    monkeypatch.setattr(module, "make_advance", make_advance_once)
    monkeypatch.setattr(module, "make_learn", make_learn)


def played(goldens: Path, out: Path, rounds: int, **others: float) -> list[RoundReport]:
    files = goldens / "go-mini.cfg", goldens / "go-mini.step12.weights"
    given = {"games": GAMES, "together": GAMES, "every": 1, "seed": 3, **others}
    return list(reinforce(ReinforceOptions(*files, out, rounds, **given)))  # type: ignore[arg-type]


def test_rounds_leave_games_and_weights_and_go_on(goldens: Path, tmp_path: Path) -> None:
    first = played(goldens, tmp_path / "a", 1)
    assert [report.round for report in first] == [1]
    assert first[0].moves == 32 * GAMES
    assert len(Examples.open(tmp_path / "a" / "0001", "train")) >= first[0].positions > 0
    more = played(goldens, tmp_path / "a", 3)
    assert [report.round for report in more] == [2, 3]
    assert {report.opponent.name for report in more} <= {
        "go-mini.step12.weights",
        "0001.weights",
        "0002.weights",
    }
    at_once = played(goldens, tmp_path / "b", 3)
    assert [report.opponent.name for report in at_once] == [report.opponent.name for report in first + more]
    assert (tmp_path / "a" / "0003.weights").read_bytes() == (tmp_path / "b" / "0003.weights").read_bytes()
    network = load_network(goldens / "go-mini.cfg")
    _, before = read_weights(goldens / "go-mini.step12.weights", network)
    _, after = read_weights(tmp_path / "a" / "0003.weights", network)
    assert after - before == sum(report.positions for report in at_once)


@pytest.mark.parametrize(
    ("number", "every", "expected"),
    [
        (1, 1, {"first"}),
        (3, 1, {"first", "0001", "0002"}),
        (5, 5, {"first"}),
        (6, 5, {"first", "0005"}),
        (16, 5, {"first", "0005", "0010", "0015"}),
    ],
)
def test_who_may_be_met_in_a_round(number: int, every: int, expected: set[str]) -> None:
    met = {
        opponent_of(
            ReinforceOptions(Path("x.cfg"), Path("first.weights"), Path(), 20, every=every, seed=seed), number
        ).stem
        for seed in range(60)
    }
    assert met == expected


def test_only_the_moves_of_the_learner_count(goldens: Path, tmp_path: Path) -> None:
    """It is Black in the games of even numbers; each has 16 moves of either, some of them in the opening."""
    [report] = played(goldens, tmp_path, 1)
    found = [Examples.open(tmp_path / "0001", kind) for kind in ("train", "valid")]
    raw = np.concatenate([examples[np.arange(len(examples))] for examples in found])
    assert len(raw) == 16 * GAMES
    after = (np.count_nonzero(decode(found[0].files[0]).stones, axis=1) >= OPENING).sum()
    assert report.positions == after // BATCH * BATCH
    assert 0 < report.positions < len(found[0])
    player = decode(raw).player
    assert (player == ord("1")).sum() == (player == ord("0")).sum() == 8 * GAMES


def test_the_temperature_is_that_of_games_and_of_learning(goldens: Path, tmp_path: Path) -> None:
    files = goldens / "go-mini.cfg", goldens / "go-mini.step12.weights"
    network = load_network(files[0])
    games, learnt = [], []
    for temperature in (1.0, 0.2):
        out = tmp_path / str(temperature)
        played(goldens, out, 1, temperature=temperature)
        games.append(Examples.open(out / "0001", "train").sample())
        learn = make_learn(network, "float32", temperature)
        after, _ = learn(read_weights(files[1], network)[0], games[0][-4:], 1.0)
        learnt.append(np.asarray(after[0]["weights"]))
    warm, cold = games
    opening = np.bitwise_count(warm[:, BOARD]).sum(axis=1) < OPENING
    assert np.array_equal(warm[opening], cold[opening])
    assert not np.array_equal(warm, cold)
    assert not np.array_equal(*learnt)


def test_a_round_is_one_update_by_the_mean_of_its_batches(goldens: Path) -> None:
    network = load_network(goldens / "go-mini.cfg")
    before, _ = read_weights(goldens / "go-mini.step12.weights", network)
    learn = make_learn(network, "float32", 1)
    raw = Examples.of(np.fromfile(goldens / "records.96", np.uint8).reshape(-1, 96)).sample()[:8]
    parts = (raw[:4], raw[4:], raw)
    one, other, both = (learn(before, part, 0.1)[0] for part in parts)
    for leaves in zip(*map(jax.tree.leaves, (before, one, other, both)), strict=True):
        start, first, second, together = map(np.asarray, leaves)
        np.testing.assert_allclose(together - start, (first + second) / 2 - start, atol=1e-6)
    assert np.abs(np.asarray(both[0]["weights"] - before[0]["weights"])).max() > 1e-4


def test_an_update_makes_moves_that_won_more_probable(goldens: Path) -> None:
    network = load_network(goldens / "go-mini.cfg")
    parameters, _ = read_weights(goldens / "go-mini.step12.weights", network)
    learn = make_learn(network, "float32", 1)
    won = Examples.of(np.fromfile(goldens / "records.96", np.uint8).reshape(-1, 96)).sample()[:BATCH].copy()
    won[:, 1] = won[:, 0]
    after, before_loss = learn(parameters, won, 0.01)
    _, after_loss = learn(after, won, 0.01)
    assert 0 < after_loss < before_loss


def test_a_folder_holds_one_run(goldens: Path, tmp_path: Path) -> None:
    """Another command is refused before a game is played; more rounds and other games at a time are not."""
    played(goldens, tmp_path, 1)
    for name, value in (
        ("games", 2),
        ("rate", 0.5),
        ("every", 2),
        ("komi", 0.5),
        ("temperature", 0.5),
        ("seed", 4),
    ):
        with pytest.raises(
            BadInput, match=rf"reinforce\.json: {name}: found .*, expected {value}: another run"
        ):
            played(goldens, tmp_path, 2, **{name: value})
    assert not (tmp_path / "0002").exists()
    assert played(goldens, tmp_path, 1, together=2) == []
    files = goldens / "go-mini.cfg", goldens / "go-mini.initial.weights"
    with pytest.raises(BadInput, match="weights: found"):
        list(reinforce(ReinforceOptions(*files, tmp_path, 2, GAMES, every=1, together=GAMES, seed=3)))


def test_two_runs_in_one_folder(goldens: Path, tmp_path: Path) -> None:
    with held(tmp_path, "run"), pytest.raises(BadInput, match=f"{tmp_path}: a run is going on there"):
        played(goldens, tmp_path, 1)
    assert not list(tmp_path.iterdir())


def test_too_few_positions_for_an_update(
    goldens: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_MOVES", OPENING + 1)
    with pytest.raises(
        BadInput, match=r"round 1 has 2 positions to learn from; expected the 4 of a batch of .*go-mini\.cfg"
    ):
        played(goldens, tmp_path, 1)
    assert not list(tmp_path.glob("*.weights"))


def test_a_komi_that_is_no_number_leaves_nothing(goldens: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="komi nan"):
        played(goldens, tmp_path / "out", 1, komi=float("nan"))
    assert not (tmp_path / "out").exists()


def test_a_round_that_was_stopped_is_played_anew(
    goldens: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped after its games, it reports all of them, and has each once."""
    with monkeypatch.context() as patch:
        patch.setattr(module, "make_learn", lambda *_: interrupted)
        with pytest.raises(KeyboardInterrupt):
            played(goldens, tmp_path, 1)
    games = tmp_path / "0001"
    (games / "games-killed-0001.zip.1.part").write_bytes(b"half")
    [found] = played(goldens, tmp_path, 1)
    assert found.moves == 32 * GAMES
    assert 0 <= found.won <= 1
    assert len(list(games.glob("*.zip"))) == 1
    assert not list(games.glob("*.part"))


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.long
def test_a_larger_rate_moves_further(goldens: Path, tmp_path: Path) -> None:
    network = load_network(goldens / "go-mini.cfg")
    start, _ = read_weights(goldens / "go-mini.step12.weights", network)
    moved = []
    for rate in (0.001, 0.01):
        played(goldens, tmp_path / f"{rate}", 1, rate=rate)
        end, _ = read_weights(tmp_path / f"{rate}" / "0001.weights", network)
        moved.append(float(np.abs(np.asarray(end[0]["weights"]) - np.asarray(start[0]["weights"])).max()))
    assert 0 < moved[0] < moved[1]


def test_a_rate_that_is_too_large_leaves_no_weights(goldens: Path, tmp_path: Path) -> None:
    with pytest.raises(
        BadInput, match=f"{tmp_path}: found parameters that are not finite .* a smaller --rate"
    ):
        played(goldens, tmp_path, 1, rate=1e42)
    assert not list(tmp_path.glob("*.weights"))


def test_the_share_won_is_the_learners(
    goldens: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is Black in even games. Black wins all of these but the last."""
    files = goldens / "go-mini.cfg", goldens / "go-mini.step12.weights"
    mine, theirs = ({"weights": np.ones(1)},), ({"weights": np.zeros(1)},)
    ended = [
        Finished(number, [2 * number, 2 * number + 1], margin) for number, margin in enumerate((1, 1, 1, -1))
    ]

    def played_so(_: object, parameters: list[object], *__: object) -> Iterator[Round]:
        assert parameters == [mine, theirs]
        yield Round(ended, 8)

    monkeypatch.setattr(module, "play", played_so)
    options = ReinforceOptions(*files, tmp_path, 1, GAMES)
    network, advance = load_network(files[0]), cast("PlayMoves", None)
    assert module.play_round(options, 1, advance, network, mine, theirs, "other") == (0.75, 8)  # type: ignore[arg-type]
    moves = [decode(np.asarray(open_records(path))) for path in (tmp_path / "0001").glob("*.records")]
    found = {
        (chr(player), column)
        for each in moves
        for player, column in zip(each.player, each.column, strict=True)
    }
    assert found == {("1", 0), ("0", 3), ("1", 4), ("0", 7)}


def test_as_it_is_typed(goldens: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(goldens / "go-mini.cfg"), str(goldens / "go-mini.step12.weights")]
    arguments = ["reinforce", *files, "--out", str(tmp_path), "--rounds", "1", "--dtype", "float32"]
    arguments += ["--together", str(GAMES)]
    assert run([*arguments, "--games", "3"]) == 1
    assert "expected an even number" in capsys.readouterr().err
    assert run([*arguments, "--games", str(GAMES)]) == 0
    found = capsys.readouterr()
    assert found.out.strip() == str(tmp_path / "0001.weights")
    assert "round 1: won" in found.err
    assert run(["reinforce", files[0], "nowhere.weights", "--out", str(tmp_path), "--rounds", "1"]) == 1
    assert "nowhere.weights" in capsys.readouterr().err


def test_a_device_with_too_little_memory(
    goldens: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def exhausted(*_: object) -> None:
        raise jax.errors.JaxRuntimeError("RESOURCE_EXHAUSTED: Out of memory")

    monkeypatch.setattr(module, "play", exhausted)
    files = [str(goldens / "go-mini.cfg"), str(goldens / "go-mini.step12.weights")]
    assert run(["reinforce", *files, "--out", str(tmp_path), "--rounds", "1", "--dtype", "float32"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("darkgo: --together 256: the device has too little memory; take a smaller one")
    assert err.count("\n") == 1
