"""Accuracy against the same figures computed the long way round."""

import json
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.cli import run
from darkgo.darknet.network import initial_parameters, load_network
from darkgo.darknet.onednn import is_right
from darkgo.darknet.weights import read_weights, write_weights
from darkgo.data.records import decode, open_records
from darkgo.model.evaluation import MEAN, Position
from darkgo.model.evaluator import network_evaluator
from darkgo.model.heads import LEAST_SPREAD
from darkgo.train.examples import Examples
from darkgo.train.validation import Validator
from tests.value_heads import files, game, table, trained_a_little, value_network, write_table
from tests.value_heads import records as made


@pytest.mark.parametrize("multi", [False, True])
def test_accuracy_and_phases(goldens: Path, records: Path, multi: bool) -> None:
    cfg, weights = goldens / "go-mini.cfg", goldens / "go-mini.step12.weights"
    network = load_network(cfg)
    raw = np.asarray(open_records(records / "a.valid.records"))
    told: list[int] = []
    parameters, _ = read_weights(weights, network)
    found = Validator(network, multi)(parameters, Examples.of(raw), 300, told.append)
    assert found.winner is None
    assert found.margin is None
    whole, phases = found.moves, {name: phase.moves for name, phase in found.phases.items()}
    positions = decode(raw[np.linspace(0, len(raw) - 1, 300).astype(int)])
    asked = [Position(stones.tobytes(), MEAN if multi else 0) for stones in positions.stones]
    p = np.stack([found.policy for found in network_evaluator(cfg, weights).evaluate(asked)])
    target = positions.row.astype(int) * 19 + positions.column
    chosen = p[np.arange(len(p)), target]
    free = np.pad(positions.stones == 0, ((0, 0), (0, 1)), constant_values=True)
    order = np.argsort(np.where(free, -p, np.inf), axis=1, kind="stable")
    rank = np.argmax(order == target[:, None], axis=1)
    assert whole.positions == sum(told) == 300
    assert whole.top1 == pytest.approx((rank < 1).mean())
    assert whole.top5 == pytest.approx((rank < 5).mean())
    assert whole.nll == pytest.approx(-np.log(chosen).mean(), rel=1e-4)
    stones = (positions.stones != 0).sum(1)
    assert phases["opening"].positions == (stones < 60).sum() > 0
    assert phases["middle"].positions == ((stones >= 60) & (stones < 150)).sum() > 0
    assert phases["end"].positions == (stones >= 150).sum() > 0
    assert phases["end"].nll == pytest.approx(-np.log(chosen[stones >= 150]).mean(), rel=1e-4)


def test_moves_of_which_all_views_say_never(goldens: Path, records: Path) -> None:
    """Their probabilities are too small for float32; the logarithms are not."""
    network = load_network(goldens / "go-mini.cfg")
    parameters, _ = read_weights(goldens / "go-mini.step12.weights", network)
    sure = jax.tree.map(lambda array: 30 * array, parameters)
    examples = Examples.of(np.asarray(open_records(records / "a.valid.records")))
    one = Validator(network)(sure, examples, 64).moves
    mean = Validator(network, multi=True)(sure, examples, 64).moves
    assert 200 < mean.nll < one.nll


def test_bfloat16_says_nearly_the_same(goldens: Path, records: Path) -> None:
    network = load_network(goldens / "go-mini.cfg")
    parameters, _ = read_weights(goldens / "go-mini.step12.weights", network)
    examples = Examples.of(np.asarray(open_records(records / "a.valid.records")))
    exact, rounded = (
        Validator(network, dtype=dtype, by_onednn=is_right(dtype))(parameters, examples, 300).moves
        for dtype in ("float32", "bfloat16")
    )
    assert rounded.nll != exact.nll
    assert rounded.nll == pytest.approx(exact.nll, rel=1e-2)


def test_of_equal_moves_the_lower_comes_first(goldens: Path, records: Path) -> None:
    """A network of zeros finds every move equally good; the first empty point is its choice."""
    network = load_network(goldens / "go-mini.cfg")
    zeros = jax.tree.map(jnp.zeros_like, initial_parameters(network, 0))
    raw = np.asarray(open_records(records / "a.valid.records"))
    positions = decode(raw)
    first = np.argmax(positions.stones == 0, axis=1)
    hits = np.mean(first == positions.row.astype(int) * 19 + positions.column)
    assert Validator(network)(zeros, Examples.of(raw)).moves.top1 == pytest.approx(hits)


OWNERS = np.ones(81, np.uint8)
KOMI, COUNT = 6.5, 6


@pytest.fixture(scope="module")
def undecided(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A network of zeros, its weights, and four games of 9x9.

    It says that nobody owns a point, and that the spread is 9 * (0.01 + log 2), whatever is on the board.
    """
    folder = tmp_path_factory.mktemp("undecided")
    cfg, weights = files(folder, 9)
    zeros = jax.tree.map(jnp.zeros_like, trained_a_little(value_network(9)))
    write_weights(weights, value_network(9), zeros, 0)
    path = folder / "g.valid.9x9.records"
    made(9, 4 * COUNT, 1, players="10").tofile(path)
    games = table(
        game(9, COUNT, OWNERS, komi=KOMI, margin=3.5, winner="1", ending="C", origin="E"),
        game(9, COUNT, komi=KOMI, margin=-5.5, winner="0", ending="C"),
        game(9, COUNT, komi=KOMI, winner="0", ending="R"),
        game(9, COUNT, komi=KOMI, ending="T"),
    )
    write_table(path, games, 9)
    return cfg, weights, path


@pytest.mark.parametrize("multi", [False, True])
def test_winner_and_margin_in_figures_that_are_known(
    undecided: tuple[Path, Path, Path], multi: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["valid", *map(str, undecided), *(["--multi"] if multi else [])]
    assert run([*arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["positions"] == 4 * COUNT
    # Komi alone decides: White is named in every position of the three games that have a winner.
    lead = KOMI / (9 * (LEAST_SPREAD + np.log(2)))
    right, wrong = np.log1p(np.exp(-lead)), np.log1p(np.exp(lead))
    winner = found["winner"]
    assert winner["positions"] == 3 * COUNT
    assert winner["accuracy"] == pytest.approx(2 / 3)
    assert winner["nll"] == pytest.approx((2 * right + wrong) / 3, rel=1e-5)
    white = 1 / (1 + np.exp(-lead))
    assert winner["calibration"] == [
        {"rate": pytest.approx(rate, rel=1e-5), "won": pytest.approx(won), "positions": 3 * COUNT // 2}
        for rate, won in ((1 - white, 1 / 3), (white, 2 / 3))
    ]
    # The last positions of the two games that were counted: 10 points off, and 1 point.
    assert found["margin"] == {"within2": 0.5, "median": pytest.approx(5.5), "positions": 2}
    assert list(found["phases"]) == ["opening"]
    assert found["phases"]["opening"]["winner"] == winner
    if multi:
        return
    assert run(arguments) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith("winner     nll  positions")
    assert "66.67%" in said[1]
    assert said[-1] == "margin at the end of 2 counted games: 50.0% within 2 points, median 5.5"


def test_without_a_table_only_moves_are_measured(
    undecided: tuple[Path, Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cfg, weights, path = undecided
    alone = tmp_path / path.name
    alone.write_bytes(path.read_bytes())
    assert run(["valid", str(cfg), str(weights), str(alone), "--json"]) == 0
    out, err = capsys.readouterr()
    assert set(json.loads(out)) == {"top1", "top5", "nll", "positions", "phases"}
    assert f"{alone}: no table of games beside the records: only moves are measured" in err
