"""Evaluations: the C program's, the same from every side of the board, in batches, on any size."""

from pathlib import Path
from threading import Event, Thread

import jax
import numpy as np
import pytest
from numpy.typing import NDArray

from darkgo.darknet.network import initial_parameters, load_network
from darkgo.darknet.weights import write_weights
from darkgo.engine.useful import useful_at_a_glance
from darkgo.errors import BadInput
from darkgo.go.board import Board, is_in
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour, parse_point
from darkgo.go.symmetry import COUNT, permutations
from darkgo.model.evaluation import MEAN, NetworkFailure, Position
from darkgo.model.evaluator import NetworkEvaluator, network_evaluator
from darkgo.model.go_network import GoNetwork, Masks, NumpyAnswer
from tests.evaluators import suggested
from tests.waiting import PATIENCE, wait_until


@pytest.fixture(scope="module")
def network(goldens: Path) -> NetworkEvaluator:
    return network_evaluator(goldens / "go-mini.cfg", goldens / "go-mini.step12.weights")


def played(size: int, *points: str) -> Game:
    game = Game(size)
    for point in points:
        game.play(parse_point(point, size))
    return game


def policy(network: NetworkEvaluator, stones: NDArray[np.int8], view: int = 0) -> NDArray[np.float32]:
    (found,) = network.evaluate([Position(stones.tobytes(), view)])
    return found.policy


def test_probabilities_of_the_c_program(goldens: Path) -> None:
    network = network_evaluator(goldens / "go-mini.cfg", goldens / "go-mini.initial.weights")
    stones = np.fromfile(goldens / "go-mini.inputs.f32", "<f4").reshape(-1, 361).astype(np.int8)
    expected = np.fromfile(goldens / "go-mini.probabilities.f32", "<f4").reshape(-1, 362)
    found = network.evaluate([Position(each.tobytes()) for each in stones])
    np.testing.assert_allclose([each.policy for each in found], expected, rtol=0, atol=1e-6)


def test_stones_are_seen_by_the_player_to_move() -> None:
    stones = np.zeros(361, np.int8)
    stones[parse_point("D4", 19)] = -1
    assert Position.of(played(19, "D4")) == Position(stones.tobytes())


def test_the_mean_is_that_of_the_eight_views(network: NetworkEvaluator) -> None:
    stones = Position.of(played(19, "D4", "Q16", "C3")).stones
    views = np.array(
        [found.policy for found in network.evaluate([Position(stones, k) for k in range(COUNT)])]
    )
    assert not np.allclose(views[0], views[5])
    np.testing.assert_allclose(
        views.mean(axis=0), network.evaluate([Position(stones, MEAN)])[0].policy, atol=1e-6
    )


@pytest.mark.parametrize("view", range(COUNT))
def test_a_view_is_what_the_network_says_of_the_turned_board(network: NetworkEvaluator, view: int) -> None:
    stones = np.frombuffer(Position.of(played(19, "D4", "Q16", "C3")).stones, np.int8)
    turn = list(permutations(19)[view])
    turned = np.zeros_like(stones)
    turned[turn] = stones
    np.testing.assert_allclose(
        policy(network, stones, view), policy(network, turned)[[*turn, 361]], atol=1e-6
    )


def test_the_mean_does_not_care_how_the_board_is_turned(network: NetworkEvaluator) -> None:
    stones = np.frombuffer(Position.of(played(19, "D4", "Q16", "C3")).stones, np.int8)
    turn = list(permutations(19)[5])
    turned = np.zeros_like(stones)
    turned[turn] = stones
    found, other = policy(network, stones, MEAN), policy(network, turned, MEAN)
    np.testing.assert_allclose(found, other[[*turn, 361]], atol=1e-6)


@pytest.mark.parametrize("size", [2, 5, 9, 13, 25])
def test_every_legal_move_is_ranked_on_any_size(network: NetworkEvaluator, size: int) -> None:
    game = played(size, "A1")
    found = suggested(network, game)
    assert sorted(s.point for s in found) == [PASS, *sorted(game.board.points(game.legal_mask()))]
    assert [s.probability for s in found] == sorted((s.probability for s in found), reverse=True)


def ko() -> Game:
    """B4 is forbidden by ko, A5 by suicide."""
    game = Game(5)
    for row, line in enumerate((".XO..", "XO.O.", ".XO..", ".....", ".....")):
        for column, stone in enumerate(line):
            if stone != ".":
                game.edit(row * 5 + column, Colour.BLACK if stone == "X" else Colour.WHITE)
    game.play(parse_point("C4", 5), Colour.BLACK)
    return game


def test_ko_suicide_and_occupied_points_are_never_suggested(network: NetworkEvaluator) -> None:
    game = ko()
    points = {s.point for s in suggested(network, game)}
    assert parse_point("B4", 5) not in points
    assert parse_point("A5", 5) not in points
    assert not points & set(game.board.points(game.board.occupied))


def test_suicide_is_suggested_where_the_rules_allow_it(network: NetworkEvaluator) -> None:
    game = Game(5, Rules(suicide=True))
    game.set_up(Board.parse("O.X.. XX... ..... ..... .....".replace(" ", "\n")), Colour.WHITE)
    points = {s.point for s in suggested(network, game)}
    assert points == {PASS, *game.board.points(game.legal_mask())}
    assert parse_point("B5", 5) in points


def test_the_masks_are_those_of_the_readable_rules(network: NetworkEvaluator) -> None:
    for game in (ko(), played(9, "E5", "D5", "A1"), Game(5)):
        free_of_ko = Game(game.size)
        free_of_ko.set_up(game.board, game.to_move)
        (found,) = network.evaluate([Position.of(game)])
        expected = is_in(free_of_ko.legal_mask(), game.size**2)
        np.testing.assert_array_equal(found.legal, [*expected, True])
        useful = {move.point for move in useful_at_a_glance(free_of_ko, suggested(network, free_of_ko))}
        assert set(np.flatnonzero(found.useful)) == useful


def test_the_lower_point_wins_a_tie(goldens: Path, tmp_path: Path) -> None:
    """A network of zeros finds every move equally good."""
    data = (goldens / "go-mini.initial.weights").read_bytes()
    (tmp_path / "zero.weights").write_bytes(data[:20] + bytes(len(data) - 20))
    equal = network_evaluator(goldens / "go-mini.cfg", tmp_path / "zero.weights")
    found = suggested(equal, played(9, "A9"))
    assert [s.point for s in found] == [*range(1, 81), PASS]
    assert {round(s.probability, 7) for s in found} == {round(1 / 82, 7)}


def test_networks_that_cannot_be_used(goldens: Path) -> None:
    for weights, reason in (("tiny-mini.cfg", "channels=3"), ("go-mini.cfg", "expected")):
        network = network_evaluator(goldens / weights, goldens / "tiny-mini.weights")
        # It is asked again, and says so again.
        for _ in range(2):
            with pytest.raises(BadInput, match=reason):
                network.evaluate([Position.of(Game(5))])
        network.close()


def test_a_network_of_one_size_says_so(tmp_path: Path) -> None:
    cfg, weights = tmp_path / "fixed.cfg", tmp_path / "fixed.weights"
    cfg.write_text("[net]\nheight=9\nwidth=9\nchannels=1\n[connected]\noutput=82\n[softmax]\n")
    spec = load_network(cfg)
    write_weights(weights, spec, initial_parameters(spec, 0), 0)
    network = network_evaluator(cfg, weights)
    for _ in range(2):
        assert len(suggested(network, Game(9))) == 82
        with pytest.raises(BadInput, match="cannot read a board of 13 lines"):
            suggested(network, Game(13))
    network.close()


class Recording(GoNetwork):
    """Likes all moves alike, and keeps the numbers of boards that it is asked about."""

    def __init__(self, most: int = 1000) -> None:
        self.asked: list[int] = []
        self.most = most
        self.go_on = Event()
        self.go_on.set()
        self.is_asked = Event()

    def answer(self, stones: NDArray[np.int8]) -> NumpyAnswer:
        self.asked.append(len(stones))
        self.is_asked.set()
        assert self.go_on.wait(PATIENCE)
        if len(stones) > self.most:
            raise MemoryError("out of memory")
        policy = np.full((len(stones), stones.shape[1] + 1), 1 / (stones.shape[1] + 1), np.float32)
        return NumpyAnswer(policy, None, None)

    @staticmethod
    def masks(stones: NDArray[np.int8]) -> Masks:
        return Masks(stones == 0, stones != 0, stones != 0)


def test_an_accelerator_is_given_larger_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    network, said = Recording(), list[str]()
    evaluator = NetworkEvaluator(lambda: network, tell=said.append)
    assert len(evaluator.evaluate(different(360, 19))) == 360
    assert network.asked == [256, 128]
    network.asked.clear()
    network.most = 100
    assert len(evaluator.evaluate(different(300, 21))) == 300
    assert network.asked[:3] == [256, 128, 32]
    assert said == [
        "not enough memory for 256 boards at a time: now 128",
        "not enough memory for 128 boards at a time: now 32",
    ]
    evaluator.close()


def different(count: int, size: int = 5) -> list[Position]:
    """So many positions, with one stone or two each."""
    found = []
    for number in range(count):
        stones = np.zeros(size * size, np.int8)
        stones[[number % (size * size), number // (size * size)]] = 1
        stones[-1] = -1
        found.append(Position(stones.tobytes()))
    return found


@pytest.mark.parametrize(
    ("count", "batches"),
    [(1, [1]), (2, [1, 1]), (5, [1] * 5), (6, [8]), (8, [8]), (9, [8, 1]), (24, [32]), (40, [32, 8])],
)
def test_batches_have_few_sizes(count: int, batches: list[int]) -> None:
    network = Recording()
    evaluator = NetworkEvaluator(lambda: network)
    assert len(evaluator.evaluate(different(count))) == count
    assert network.asked == batches
    evaluator.close()


def test_what_is_known_is_not_asked_again_but_no_more_than_so_much_is_kept() -> None:
    network = Recording()
    evaluator = NetworkEvaluator(lambda: network, kept=4)
    positions = different(5)
    first = evaluator.evaluate(positions[:4])
    assert evaluator.evaluate(positions[:4]) == first
    assert sum(network.asked) == 4
    # What was asked for longest ago makes room.
    evaluator.evaluate([positions[0], positions[4]])
    evaluator.evaluate([positions[0]])
    assert sum(network.asked) == 5
    evaluator.evaluate([positions[1]])
    assert sum(network.asked) == 6
    evaluator.evaluate([*positions, *positions])
    evaluator.close()


def test_what_many_ask_is_one_batch() -> None:
    network = Recording()
    evaluator = NetworkEvaluator(lambda: network)
    network.go_on.clear()
    positions = different(9)
    right: list[int] = []

    def ask(number: int) -> None:
        (found,) = evaluator.evaluate([positions[number]])
        free = np.frombuffer(positions[number].stones, np.int8) == 0
        if (found.legal[:-1] == free).all():
            right.append(number)

    threads = [Thread(target=ask, args=(number,)) for number in range(9)]
    threads[0].start()
    assert network.is_asked.wait(PATIENCE)
    for thread in threads[1:]:
        thread.start()
    wait_until(lambda: evaluator.queued == 8)
    network.go_on.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert network.asked == [1, 8]
    assert sorted(right) == list(range(9))
    evaluator.close()


def test_sizes_and_views_do_not_mix() -> None:
    network = Recording()
    evaluator = NetworkEvaluator(lambda: network)
    mean = Position(different(1)[0].stones, MEAN)
    found = evaluator.evaluate([*different(2, 5), *different(2, 7), mean, *different(1, 9)])
    assert [len(each.policy) for each in found] == [26, 26, 50, 50, 26, 82]
    assert network.asked == [1, 1, 1, 1, 8, 1]
    evaluator.close()


def test_without_memory_for_a_batch_there_are_smaller_ones_and_it_is_said_once() -> None:
    network, said = Recording(most=8), list[str]()
    evaluator = NetworkEvaluator(lambda: network, tell=said.append)
    for count in (40, 64):
        assert len(evaluator.evaluate(different(count, 9))) == count
    assert said == ["not enough memory for 32 boards at a time: now 8"]
    evaluator.close()
    evaluator = NetworkEvaluator(lambda: Recording(most=0), tell=said.append)
    with pytest.raises(NetworkFailure, match="out of memory"):
        evaluator.evaluate(different(1))
    evaluator.close()


def test_a_network_that_fails_once_is_asked_again() -> None:
    network = Recording()

    def fail() -> GoNetwork:
        network.asked.append(0)
        if len(network.asked) == 1:
            raise BadInput("no such network")
        return network

    evaluator = NetworkEvaluator(fail)
    with pytest.raises(BadInput, match="no such network"):
        evaluator.evaluate(different(1))
    assert evaluator.evaluate(different(1))
    evaluator.close()


def test_it_is_loaded_with_the_first_question_and_ends_when_it_is_closed() -> None:
    network, loaded = Recording(), list[None]()

    def load() -> GoNetwork:
        loaded.append(None)
        return network

    never_asked = NetworkEvaluator(load)
    never_asked.close()
    evaluator = NetworkEvaluator(load)
    assert evaluator.evaluate([]) == []
    assert not loaded
    network.go_on.clear()
    refused: list[str] = []

    def ask(position: Position) -> None:
        try:
            evaluator.evaluate([position])
        except RuntimeError as error:
            refused.append(str(error))

    askers = [Thread(target=ask, args=(position,)) for position in different(2)]
    askers[0].start()
    assert network.is_asked.wait(PATIENCE)
    askers[1].start()
    wait_until(lambda: evaluator.queued == 1)
    closing = Thread(target=evaluator.close)
    closing.start()
    wait_until(lambda: evaluator.queued == 2)
    network.go_on.set()
    for thread in (*askers, closing):
        thread.join(PATIENCE)
        assert not thread.is_alive()
    # The batch in progress is answered, what waits behind it is not, nor what comes later.
    ask(different(3)[2])
    assert refused == ["the evaluator is closed"] * 2
    assert len(loaded) == 1
