"""What a match keeps, that it goes on where it was, and when it ends."""

from pathlib import Path

import pytest

from darkgo.arena import ladder
from darkgo.arena.folder import Folder
from darkgo.arena.ladder import GameResult
from darkgo.arena.sprt import Sprt
from darkgo.arena.tally import table
from darkgo.errors import BadInput
from darkgo.go.sgf import GameRecord, read_games
from tests.arena.matches import contest, fake, match, played


@pytest.mark.parametrize("how", ["dies", "takes"])
def test_after_three_failures_in_a_row_the_match_ends_and_nothing_is_lost(how: str, tmp_path: Path) -> None:
    """To die, or to play an illegal move."""
    agreed = match(fake("good"), fake(how), openings=4)
    with (
        contest(agreed, 9, tmp_path) as all_games,
        pytest.raises(BadInput, match=f"{how} has failed in 3 games in a row, at last in game 3"),
    ):
        list(all_games.play())
    assert [game.result for game in ladder.read(tmp_path / "results.jsonl")] == ["B+F", "W+F", "B+F"]


def test_records_hold_the_game_and_how_it_ended(tmp_path: Path) -> None:
    games = played(match(fake("good"), fake("resigns@2"), openings=1), 2, tmp_path)
    for game in games:
        [record] = read_games((tmp_path / f"game-{game.game:04}.sgf").read_bytes())
        assert isinstance(record, GameRecord)
        assert (record.black, record.white, record.result) == (game.black, game.white, game.result)
        assert (len(record.moves), record.size, record.komi) == (game.moves, 5, 0.5)
        text = (tmp_path / f"game-{game.game:04}.sgf").read_text().replace("\n", "")
        assert f"GC[{game.end}. The first 2 moves were given.]" in text
    assert [game.result[-2:] for game in games if game.game == 2] == ["+R"]


def test_a_match_goes_on_with_the_games_that_are_missing(tmp_path: Path) -> None:
    agreed = match(fake("good"), fake("fine"), openings=4)
    first = played(agreed, 2, tmp_path)
    before = (tmp_path / "game-0001.sgf").stat().st_mtime_ns
    second = played(agreed, 5, tmp_path)
    assert [game.game for game in first + second] == [1, 2, 3, 4, 5]
    assert len({game.match for game in first + second}) == 1
    assert (tmp_path / "game-0001.sgf").stat().st_mtime_ns == before
    assert played(agreed, 5, tmp_path) == []
    # A killed match lacks a game in the middle.
    lines = (tmp_path / "results.jsonl").read_text().splitlines(keepends=True)
    (tmp_path / "results.jsonl").write_text("".join(lines[:2] + lines[3:]))
    assert [game.game for game in played(agreed, 5, tmp_path)] == [3]


def test_games_of_other_matches_in_its_file_are_not_its_own(tmp_path: Path) -> None:
    """The results of one match may be the ladder file of another."""
    agreed = match(fake("good"), fake("resigns"))
    played(agreed, 1, tmp_path / "first")
    with contest(match(fake("resigns"), fake("good")), 4, tmp_path / "second") as other:
        other.ladder_file = tmp_path / "first" / "results.jsonl"
        list(other.play())
    assert len(ladder.read(tmp_path / "first" / "results.jsonl")) == 5
    with contest(agreed, 2, tmp_path / "first") as all_games:
        assert [game.game for game in all_games.results] == [1]
        assert [game.game for game in all_games.play()] == [2]
        assert all_games.tally.counts[0] == 2


def test_a_folder_holds_one_match(tmp_path: Path) -> None:
    with (
        Folder.open(tmp_path, {"komi": 7.5}),
        pytest.raises(BadInput, match="a match is going on there"),
        Folder.open(tmp_path, {"komi": 7.5}),
    ):
        pass
    with (
        pytest.raises(BadInput, match=r"match\.json: komi: found 7\.5, expected 6\.5"),
        Folder.open(tmp_path, {"komi": 6.5}),
    ):
        pass
    for text in ("[", "[]", '{"komi": 7.5}', "[" * 100_000):
        (tmp_path / "match.json").write_text(text)
        with (
            pytest.raises(BadInput, match="found no settings of a match"),
            Folder.open(tmp_path, {"komi": 7.5}),
        ):
            pass


def test_a_folder_that_cannot_be_written_to_ends_the_match(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="no match can be kept there"), Folder.open(tmp_path / "file", {}):
        pass
    agreed = match(fake("resigns"), fake("good"))
    with contest(agreed, 5, tmp_path / "out") as all_games:
        games = all_games.play()
        next(games)
        (tmp_path / "out" / "game-0002.sgf").mkdir()
        with pytest.raises(BadInput, match=r"game-0002\.sgf: cannot be written"):
            next(games)
    assert len(ladder.read(tmp_path / "out" / "results.jsonl")) == 1


def test_the_ladder_gets_every_game_once(tmp_path: Path) -> None:
    path = tmp_path / "ladder"
    agreed = match(fake("resigns"), fake("good"))
    played(agreed, 2, tmp_path / "out")
    with contest(agreed, 4, tmp_path / "out") as all_games:
        all_games.ladder_file = path
        list(all_games.play())
        list(all_games.play())
    assert [game.game for game in ladder.read(path)] == [1, 2, 3, 4]
    path.write_text("?\n")
    with contest(agreed, 6, tmp_path / "out") as all_games:
        all_games.ladder_file = path
        with pytest.raises(BadInput, match="ladder, line 1: found"):
            next(all_games.play())


def test_the_sprt_stops_a_match_and_says_why(tmp_path: Path) -> None:
    with contest(match(fake("good"), fake("resigns")), 100, tmp_path) as all_games:
        all_games.sprt = Sprt(0, 400)
        assert len(list(all_games.play())) == 5
        assert all_games.decision == "H1"
        assert "H1: +400 Elo is accepted, log likelihood ratio +2.99 of" in Sprt(0, 400).told(5, 0, 0)
        assert list(all_games.play()) == []


def test_the_table_has_both_colours() -> None:
    def game(number: int, black: str, white: str, result: str) -> GameResult:
        return GameResult("m", number, black, white, result, "", 50, 9, 7.5, "2026-01-31")

    results = [
        game(1, "a", "b", "B+2.5"),
        game(2, "b", "a", "B+R"),
        game(3, "a", "b", "0"),
        game(4, "b", "a", "W+7.5"),
    ]
    shown = list(table(("a", "b"), results))
    assert shown[0].split() == ["games", "won", "drawn", "lost", "mean", "score"]
    assert shown[1].split() == ["a", "as", "Black", "2", "1", "1", "0", "+1.2"]
    assert shown[2].split() == ["a", "as", "White", "2", "1", "0", "1", "+7.5"]
    assert shown[3].split() == ["a", "against", "b", "4", "2", "1", "1", "+3.3"]
    assert shown[4].startswith("Elo of a above b, with its 95% interval: +89 (")
    assert shown[5] == "Games ended: 3 counted, 1 resigned"
