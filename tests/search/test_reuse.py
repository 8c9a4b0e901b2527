"""The tree from move to move: it never disagrees with the game."""

from random import Random

import numpy as np
import pytest

from darkgo.go.board import Board
from darkgo.go.game import Game, IllegalMove, Rules
from darkgo.go.points import PASS, Colour
from darkgo.search.search import Search
from darkgo.search.tree import ROOT, Tree
from tests.evaluators import NearestStones
from tests.search.searches import advance, begin


def check(tree: Tree, game: Game, sample: int) -> None:
    """That the tree is one of this position: the stones, whose turn it is, and legal moves; and that
    everything in it can be reached and adds up. So many lines are replayed by the rules."""
    assert tree.boards[ROOT] == game.board
    assert tree.mover[ROOT] == game.to_move
    reached = [ROOT]
    for node in reached:
        ids = tree.children(node)
        reached.extend(ids.tolist())
        if tree.passes[node] < 2:
            assert tree.visits[node] == 1 + tree.visits[ids].sum()
        assert (tree.mover[ids] == -tree.mover[node]).all()
    assert sorted(reached) == list(range(tree.nodes))
    random = Random(tree.nodes)
    for _ in range(sample):
        line, node = game.snapshot(), ROOT
        while tree.opened[node]:
            at = random.randrange(int(tree.opened[node]))
            line.play(int(tree.points(node)[at]))
            node = int(tree.children(node)[at])
            assert tree.boards[node] == line.board
            assert tree.mover[node] == line.to_move


def play_on(moves: int, seed: int, visits: int) -> None:
    """Plays at random with undo, edits and passes, and searches at every position."""
    random, network = Random(seed), NearestStones()
    search = Search(network, seed=seed)
    game = Game(5, Rules(komi=0.5, superko=seed % 2 == 0))
    kept = 0
    for _ in range(moves):
        kind = random.random()
        if kind < 0.08:
            game.undo()
        elif kind < 0.12:
            with_stone = random.choice([Colour.BLACK, Colour.WHITE, None])
            try:
                game.edit(random.randrange(25), with_stone)
            except IllegalMove:
                continue
        elif kind < 0.2:
            game.play(PASS)
        elif kind < 0.22:
            game = game.snapshot(game.to_move.other)
        elif kind < 0.24 or game.move_number > 60:
            game = Game(5, game.rules)
        else:
            for _ in range(random.choice((1, 1, 2))):
                legal = Board.points(game.legal_mask())
                # Mostly a move that the search looked at, as players do.
                best = [move.point for move in search.found().moves] if search.has_begun else []
                liked = [point for point in best if game.refusal(point) is None]
                game.play(random.choice(liked[:3] or legal or [PASS]))
        begin(search, network, game)
        kept += search.visits > 1
        check(search.tree, game, 2)
        advance(search, search.visits + visits)
        check(search.tree, game, 2)
    assert kept > moves / 5


def test_the_tree_never_disagrees_with_the_game() -> None:
    play_on(60, seed=1, visits=40)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_the_tree_never_disagrees_with_the_game_in_500_moves(seed: int) -> None:
    play_on(500, seed, visits=60)


def test_the_tree_is_kept_when_the_game_goes_on() -> None:
    network, game = NearestStones(), Game(9)
    search = Search(network)
    begin(search, network, game)
    best = advance(search, 300).moves[0]
    game.play(best.point)
    answer = best.variation[1]
    begin(search, network, game)
    assert search.visits == best.visits
    first = next(move for move in search.found().moves if move.point == answer)
    game.play(answer)
    begin(search, network, game)
    assert search.visits == first.visits
    assert search.tree.nodes < 300


def test_what_was_kept_is_what_was_known() -> None:
    network, game = NearestStones(), Game(9)
    search = Search(network)
    begin(search, network, game)
    best = advance(search, 400).moves[0]
    game.play(best.point)
    begin(search, network, game)
    found = search.found()
    assert found.win == pytest.approx(1 - best.win, abs=0.02)
    assert found.lead == pytest.approx(-best.lead, abs=1)
    assert found.moves[0].variation == best.variation[1:]
    assert found.moves[0].ownership.shape == (81,)


@pytest.mark.parametrize("change", ["undo", "edit", "komi", "colour", "another"])
def test_another_position_begins_with_an_empty_tree(change: str) -> None:
    network, game = NearestStones(), Game(5, Rules(komi=0.5))
    game.play(12)
    search = Search(network)
    begin(search, network, game)
    advance(search, 100)
    match change:
        case "undo":
            game.undo()
        case "edit":
            game.edit(3, Colour.WHITE)
        case "komi":
            game.rules = Rules(komi=1.5)
        case "colour":
            game = game.snapshot(Colour.BLACK)
        case "another":
            game = Game(5, Rules(komi=0.5))
            game.play(7)
    begin(search, network, game)
    assert search.visits == 1
    assert search.tree.nodes == 1


def test_the_same_position_is_gone_on_with_and_its_moves_may_be_others() -> None:
    network, game = NearestStones(), Game(5)
    search = Search(network)
    begin(search, network, game)
    advance(search, 200)
    begin(search, network, game)
    assert search.visits == 200
    second = search.found().moves[1]
    begin(search, network, game, only=[second.point, 24])
    assert search.visits == 1 + second.visits
    assert {move.point for move in advance(search, 250).moves} <= {second.point, 24}
    begin(search, network, game)
    assert search.visits == 250
    assert np.isfinite(search.found().win)
