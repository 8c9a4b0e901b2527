"""The search: what it visits, and what it says of that."""

from collections.abc import Sequence
from random import Random

import numpy as np
import pytest

from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour, parse_point
from darkgo.model.evaluation import Evaluation, Position
from darkgo.search.search import Search
from darkgo.search.tree import ROOT
from tests.evaluators import NearestStones
from tests.search.searches import Counting, Unbiased, advance, begin


def game_with(diagram: str, to_move: Colour = Colour.BLACK, rules: Rules | None = None) -> Game:
    """A game that begins with the stones of a diagram."""
    board = Board.parse(diagram)
    game = Game(board.size, rules or Rules(komi=0.5))
    game.set_up(board, to_move)
    return game


def searched(game: Game, visits: int, *, seed: int = 0, dead: int = 0) -> Search:
    """A search of so many visits, with a network that sees the stones alone."""
    network = NearestStones()
    search = Search(network, seed=seed)
    begin(search, network, game, dead=dead)
    advance(search, visits)
    return search


def test_the_root_has_as_many_visits_as_were_asked_for() -> None:
    for visits in (2, 40, 300):
        search = searched(Game(9), visits)
        found = search.found()
        assert found.visits == visits
        assert sum(move.visits for move in found.moves) == visits - 1


def test_sums_of_a_node_are_those_of_its_moves_and_its_own_value() -> None:
    search = searched(Game(7), 400)
    tree = search.tree
    for node in range(tree.nodes):
        ids = tree.children(node)
        if tree.passes[node] < 2:
            assert tree.visits[node] == 1 + tree.visits[ids].sum()
            own = tree.win[node] - (tree.visits[ids] - tree.win[ids]).sum()
            assert -1e-9 <= own <= 1 + 1e-9


def test_the_same_seed_gives_the_same_tree() -> None:
    one, other, third = (searched(Game(9), 200, seed=seed).tree for seed in (3, 3, 4))
    for name in ("visits", "utility", "win", "lead", "point", "prior", "child"):
        assert np.array_equal(getattr(one, name), getattr(other, name))
    assert one.boards == other.boards
    assert one.boards != third.boards


def test_leaves_are_gathered_into_batches_which_grow() -> None:
    network = NearestStones()
    asked = Counting(network)
    search = Search(asked)
    begin(search, network, Game(9))
    advance(search, 1200)
    sizes = [len(batch) for batch in asked.batches]
    assert set(sizes[:20]) == {1}
    assert 8 in sizes
    assert max(sizes) == 32
    # Positions are evaluated in one of the eight views, drawn by their stones.
    assert {position.view for batch in asked.batches for position in batch} == set(range(8))


def test_batches_grow_on_where_the_device_computes_more_at_a_time() -> None:
    network = NearestStones()
    asked = Counting(network)
    search = Search(asked, largest_batch=128)
    begin(search, network, Game(9))
    search.tree.visits[ROOT] = 5000
    search.advance(10**6)
    assert 32 < len(asked.batches[-1]) <= 128
    assert Search(network, largest_batch=8).batch_at(10**6) == 8


def test_a_batch_asks_for_no_position_of_the_tree_twice() -> None:
    game = game_with(". X O . .\n X . X O .\n. X O . O\n. . X O .\n. . . . .")
    network = NearestStones()
    asked = Counting(network)
    search = Search(asked)
    begin(search, network, game)
    advance(search, 600)
    nodes = search.tree.visits[: search.tree.nodes]
    assert (nodes > 0).all()
    assert sum(map(len, asked.batches)) <= search.visits - 1


def test_it_finds_a_capture_where_the_policy_expects_nothing() -> None:
    diagram = """
        . . . . . . .
        . . O O . . .
        . O X X . . .
        . O X X O . .
        . . O O . . .
        . . . . . . .
        . . . . . . ."""
    game = game_with(diagram, Colour.WHITE, Rules(komi=-12.5))
    search, network = Search(Unbiased()), Unbiased()
    begin(search, network, game)
    found = advance(search, 300)
    assert found.moves[0].point == parse_point("E5", 7)
    assert found.moves[0].variation[0] == found.moves[0].point
    assert found.moves[0].lower_bound < found.moves[0].win


def test_superko_is_respected_below_the_root() -> None:
    # After Black takes the ko, White must not take back at once.
    diagram = """
        . X O . .
        X . X O .
        . X O . .
        . . . . .
        . . . . ."""
    game = game_with(diagram, Colour.WHITE)
    take = parse_point("B4", 5)
    assert game.refusal(take) is None
    network = NearestStones()
    search = Search(network)
    begin(search, network, game, only=[take])
    advance(search, 500)
    tree = search.tree
    after = tree.child_by(ROOT, take)
    assert after is not None
    assert parse_point("C4", 5) not in tree.points(after)[: tree.opened[after]].tolist()
    # A ko threat and its answer later it is allowed.
    assert any(
        tree.points(node).tolist()[: tree.opened[node]].count(parse_point("C4", 5))
        for node in range(after + 1, tree.nodes)
    )


def test_every_position_of_the_tree_is_reached_by_legal_moves() -> None:
    for superko in (True, False):
        game = Game(4, Rules(komi=0.5, superko=superko))
        random = Random(5)
        for _ in range(9):
            game.play(random.choice(Board.points(game.legal_mask())))
        tree = searched(game, 3000).tree
        games = {ROOT: game}
        for node in range(tree.nodes):
            for point, child in zip(tree.points(node).tolist(), tree.children(node).tolist(), strict=False):
                after = games[node].snapshot()
                after.play(point)
                assert after.board == tree.boards[child]
                assert after.to_move == tree.mover[child]
                games[child] = after


def test_two_passes_are_counted_with_the_roots_dead_stones() -> None:
    diagram = """
        . X O . .
        . X O . .
        . X O O O
        O X O . .
        . X O . ."""
    dead = 1 << parse_point("A2", 5)
    for rules in (Rules(komi=0.5), Rules(komi=0.5, territory=True)):
        game = game_with(diagram, rules=rules)
        game.play(PASS)
        network = NearestStones()
        search = Search(network)
        begin(search, network, game, only=[PASS], dead=dead)
        found = advance(search, 20)
        assert found.moves[0].variation == (PASS,)
        # By area 15 and 10 points, by territory 8, and 5 and a prisoner; and the komi.
        assert found.moves[0].lead == (5.5 if not rules.territory else 2.5)
        assert found.moves[0].win == 1
        assert found.moves[0].visits == 19


def test_a_tree_without_room_stops_growing() -> None:
    network = NearestStones()
    search = Search(network, most_nodes=50)
    begin(search, network, Game(9))
    found = advance(search, 1000)
    assert search.is_full
    assert search.tree.nodes == 50
    assert found.visits == 50


class Failing(NearestStones):
    """Fails from the n-th question on."""

    def __init__(self, calls: int) -> None:
        super().__init__()
        self._left = calls

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says. Raises OSError."""
        self._left -= 1
        if self._left < 0:
            raise OSError("the device is gone")
        return super().evaluate(positions)


def test_what_was_found_before_the_evaluator_failed_is_told() -> None:
    network = Failing(60)
    search = Search(network)
    begin(search, NearestStones(), Game(9))
    with pytest.raises(OSError, match="the device is gone"):
        advance(search, 1000)
    found = search.found()
    assert found.visits == 1 + sum(move.visits for move in found.moves) > 60
    # The next search does without that tree, and without its leaves that have no value.
    game = Game(9)
    whole = Search(NearestStones())
    search._evaluator = NearestStones()
    for each in (search, whole):
        begin(each, NearestStones(), game)
        advance(each, 100)
    assert np.array_equal(search.tree.visits, whole.tree.visits)
