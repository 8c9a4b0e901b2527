"""Games of a match: what becomes of every kind of player."""

from pathlib import Path

import pytest

from darkgo.arena.players import NetworkPlayer
from darkgo.arena.program import Fault
from darkgo.arena.tally import game_line
from darkgo.engine.strength import BEST
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import PASS, Colour
from tests.arena.matches import fake, match, played
from tests.evaluators import After, Steady
from tests.gtp.gnugo import installed
from tests.waiting import PATIENT


@pytest.fixture
def mini(goldens: Path) -> str:
    return f"{goldens / 'go-mini.cfg'},{goldens / 'go-mini.initial.weights'}"


def test_two_programs_that_play_as_they_should() -> None:
    # 10 points each, and 5 that are nobody's.
    first, second = played(match(fake("good"), fake("fine")), 2)
    assert (first.black, first.white, first.result) == ("good", "fine", "W+0.5")
    assert (second.black, second.white, second.result) == ("fine", "good", "W+0.5")
    assert first.end == "counted after two passes; dead: no stone"
    assert first.moves == 2 * 8 + 2


@pytest.mark.parametrize(
    ("how", "result", "end"),
    [
        ("dies", "F", "Black ended at genmove black (status 1): out of memory"),
        ("talks", "F", 'Black answered "I like Go" to genmove black'),
        ("floods", "F", 'Black answered "thinking" to genmove black'),
        ("nonsense", "F", 'Black answered "banana?split" to genmove black'),
        ("fails", "F", "Black refused genmove black: not now?nor later"),
        ("resigns", "R", "Black resigned"),
        ("takes", "F", "Black played an illegal move, A3: A3 is occupied"),
    ],
)
def test_the_third_of_four_games_goes_wrong_and_the_match_goes_on(how: str, result: str, end: str) -> None:
    games = played(match(fake(f"{how}@3"), fake("good"), openings=4), 4)
    assert [game.game for game in games] == [1, 2, 3, 4]
    assert (games[2].result, games[2].winner) == (f"W+{result}", "good")
    shown = games[2].end if how != "takes" else games[2].end[: len("Black played an illegal move, ")]
    assert shown == end[: len(shown)]
    assert game_line(games[2]).startswith(f"game 3: {how}@3 (Black) - good (White): W+{result} after ")
    assert all(games[place].end.startswith("counted") for place in (0, 1, 3))


def test_whoever_is_silent_for_too_long_loses_and_the_match_goes_on() -> None:
    for seconds in PATIENT:
        games = played(match(fake("hangs@2"), fake("good"), seconds=seconds, openings=2), 3)
        if [game.result.endswith("+T") for game in games] == [False, True, False]:
            break
    assert (games[1].result, games[1].winner) == ("B+T", "good")
    assert games[1].end == f"White did not answer genmove white within {seconds} s"
    assert all(games[place].end.startswith("counted") for place in (0, 2))


def test_a_program_that_refuses_a_legal_move_loses() -> None:
    games = played(match(fake("refuses@1"), fake("good"), openings=2), 2)
    assert (games[0].result, games[0].end[:19]) == ("W+F", "Black refused play ")
    assert games[1].end.startswith("counted")


@pytest.mark.parametrize(("mover", "other"), [("good", "fears the end"), ("fears the end", "good")])
def test_a_game_that_is_over_is_counted_whatever_happens_then(mover: str, other: str) -> None:
    """A program that can bear one pass alone is not told of the second."""
    [game] = played(match(fake(mover), fake(other)), 1)
    assert (game.result, game.end) == ("W+0.5", "counted after two passes; dead: no stone")


def test_a_program_that_never_passes_is_counted_at_the_limit() -> None:
    [game] = played(match(fake("never passes"), fake("never passes at all"), size=5), 1)
    assert (game.moves, game.end[:38]) == (75, "counted after 75 moves, the limit; dea")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("wants 19", "the program refused boardsize 5: unacceptable size"),
        ("dies at once", "the program ended at known_command set_random_seed"),
    ],
)
def test_a_program_that_cannot_play_here_is_told_before_the_match(how: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        match(fake(how), fake("good")).check()


@pytest.mark.parametrize(
    ("how", "name"), [("good", "My\nEngine"), ("good", "a\tb"), ("good", "\udcff"), ("My\nEngine", "")]
)
def test_a_name_that_would_spoil_a_line_is_told_before_the_match(how: str, name: str) -> None:
    """Be it given, or what the program says of itself."""
    agreed = match(fake(how), fake("fine"))
    agreed.sides[0].name = name
    with pytest.raises(BadInput, match="as the name of a player; expected one that can be printed"):
        agreed.check()


def test_a_network_against_a_program(mini: str) -> None:
    agreed = match(f"{mini},name=mini", fake("good"), openings=2)
    agreed.check()
    games = played(agreed, 2, at_once=2)
    assert sorted(game.game for game in games) == [1, 2]
    assert all(game.end.startswith("counted after") for game in games)


def test_networks_play_the_same_games_again_alone_or_together(mini: str) -> None:
    agreed = match(f"{mini},temperature=1,name=a", f"{mini},multi,level=3,name=b", openings=2)
    agreed.check()
    together = {game.game: game for game in played(agreed, 4, at_once=4)}
    alone = {game.game: game for game in played(agreed, 4, at_once=1)}
    assert [game.result for _, game in sorted(together.items())] == [
        game.result for _, game in sorted(alone.items())
    ]
    assert len({(game.result, game.moves) for game in alone.values()}) > 2


def test_a_network_that_cannot_read_the_board_is_told_before_the_match(tmp_path: Path) -> None:
    cfg, weights = tmp_path / "fixed.cfg", tmp_path / "fixed.weights"
    cfg.write_text(
        "[net]\nheight=5\nwidth=5\nchannels=1\n[connected]\noutput=26\nactivation=linear\n[softmax]\n"
    )
    weights.write_bytes(bytes(16 + 4 * (26 * 25 + 26)))
    match(f"{cfg},{weights}", fake("good"), size=5).check()
    with pytest.raises(BadInput, match=r"cannot read a board of 7 lines: .*fixed\.cfg"):
        match(f"{cfg},{weights}", fake("good"), size=7).check()


@pytest.mark.long
def test_the_default_network_against_gnu_go(tmp_path: Path) -> None:
    command = f"{installed()} --mode gtp --level 1 --chinese-rules --capture-all-dead --positional-superko"
    agreed = match("default", command, size=19, openings=1)
    agreed.check()
    assert agreed.sides[1].name == "GNU Go 3.8 level 1"
    games = played(agreed, 2, tmp_path)
    # GNU Go resigns what is hopeless; a network never does.
    assert all(game.end.startswith("counted after two passes") or game.winner == "darkgo" for game in games)
    assert not any(game.result.endswith(("+F", "+T")) for game in games)


def test_a_match_of_networks_that_is_broken_off_waits_for_no_game_to_end() -> None:
    asked: list[None] = []
    player = NetworkPlayer(After(lambda: asked.append(None), Steady()), False, BEST, "seed")
    player.begin(Game(5), 1)
    assert player.move(Game(5)) is not None
    player.kill()
    with pytest.raises(Fault, match="told to stop"):
        player.move(Game(5))
    assert len(asked) == 1


def test_a_count_is_stopped_with_its_step() -> None:
    """The opponent has passed, and dead stones are looked for after the network was asked."""
    asked: list[None] = []

    def step() -> None:
        asked.append(None)
        player.kill()

    player = NetworkPlayer(After(step, Steady()), False, BEST, "seed")
    game = Game(5)
    for point in range(0, 20, 2):
        game.edit(point, Colour.BLACK)
    game.play(PASS)
    with pytest.raises(Fault, match="told to stop"):
        player.move(game)
    assert len(asked) == 1
