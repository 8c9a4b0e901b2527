"""How large a tree may be on a machine with little memory."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from darkgo.go.game import Game
from darkgo.search import room
from darkgo.search.search import Search
from darkgo.search.tree import Tree
from tests.evaluators import NearestStones
from tests.search.searches import advance, begin


def test_a_tree_takes_a_share_of_the_memory_that_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = tmp_path / "memory.max"
    monkeypatch.setattr("darkgo.memory._LIMITS", (str(limit), str(tmp_path / "none")))
    usual = room.most_nodes()
    assert 0 < usual <= room.MOST_NODES
    limit.write_text("max\n")
    assert room.most_nodes() == usual
    limit.write_text(f"{400 * 1000 * 1000}\n")
    assert room.most_nodes() == min(usual, 100_000)


class Unlucky(Tree):
    """Has no memory for longer arrays."""

    def _grow(self, names: Sequence[str]) -> None:
        raise MemoryError


def test_a_tree_stops_growing_when_there_is_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("darkgo.search.search.Tree", Unlucky)
    network = NearestStones()
    search = Search(network)
    begin(search, network, Game(5))
    found = advance(search, 10**6)
    assert search.is_full
    assert found.moves[0].visits > 100
    assert search.advance(1) == 0
    # The next search begins with the room that is left below the move.
    game = Game(5)
    game.play(found.moves[0].point)
    begin(search, network, game)
    assert search.found().visits == found.moves[0].visits
