"""Recorded sessions: `<` before what the other program sends, `>` before what must be answered, line by line.

`>~` stands before a pattern, `*` for more lines that do not matter. In what is sent, `\\t`, `\\r` and
`\\xNN` are what they are in Python.
"""

import re
import shutil
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import darkgo.gtp
from darkgo.gtp.engine import Engine
from darkgo.gtp.protocol import parse

SESSIONS = Path(__file__).parent / "sessions"
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(SESSIONS.glob("*.gtp"))}
SENT_ELSEWHERE = {"darkgo-heat"}
STANDARD = """
    protocol_version name version known_command list_commands quit boardsize clear_board komi
    fixed_handicap place_free_handicap set_free_handicap play genmove undo time_settings time_left
    final_score final_status_list loadsgf reg_genmove showboard
"""
"""The commands of GTP, version 2, all but those for debugging."""


def sent(line: str) -> str:
    """The line as the other program sends it."""
    return line[1:].strip(" ").encode("latin-1").decode("unicode_escape")


def exchanges(text: str) -> list[tuple[str, list[str]]]:
    """What is sent, and the lines that are expected."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("<"):
            found.append((sent(line), []))
        else:
            found[-1][1].append(line)
    return found


def fits(expected: str, line: str) -> bool:
    """Whether a line of an answer is as expected."""
    if expected.startswith(">~ "):
        return re.fullmatch(expected[3:], line) is not None
    return line == expected.removeprefix(">").removeprefix(" ")


@pytest.mark.parametrize("name", TEXTS)
def test_session(name: str, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in SESSIONS.glob("*.sgf"):
        shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)
    for command, expected in exchanges(TEXTS[name]):
        answer = engine.answer(command) or ""
        lines = answer.split("\n")[:-1]
        if expected[-1:] == ["*"]:
            expected.pop()
            del lines[len(expected) :]
        assert len(lines) == len(expected), f"{command}\n{answer}"
        for wanted, line in zip(expected, lines, strict=True):
            assert fits(wanted, line), f"{command}\nexpected {wanted}\nfound    {line}"


def test_every_command_is_sent_in_a_session(engine: Engine) -> None:
    lines = [command for text in TEXTS.values() for command, _ in exchanges(text)]
    assert listed(engine) - {request.name for line in lines if (request := parse(line))} == SENT_ELSEWHERE


def listed(engine: Engine) -> set[str]:
    """What the engine says that it knows, each once."""
    names = (engine.answer("list_commands") or "").removeprefix("= ").removesuffix("\n\n").split("\n")
    assert len(set(names)) == len(names)
    return set(names)


def test_every_command_is_listed(engine: Engine) -> None:
    """Those of every file of the room, the protocol's own among them; each is known and answered."""
    files = [import_module(f"darkgo.gtp.{file.name}") for file in iter_modules(darkgo.gtp.__path__)]
    names = listed(engine)
    assert names == {name for file in files for name in getattr(file, "COMMANDS", ())}
    assert names >= set(STANDARD.split())
    for name in names:
        assert engine.answer(f"known_command {name}") == "= true\n\n"
        assert "unknown command" not in (engine.answer(f"{name} a b c d e f g") or "")
    assert engine.answer("known_command play_games") == "= false\n\n"
    assert engine.answer("play_games") == "? unknown command\n\n"


def test_the_heat_map_colours_every_point_that_is_played_often(engine: Engine) -> None:
    engine.answer("boardsize 3")
    engine.answer("play B B2")
    *colours, last = (engine.answer("darkgo-heat") or "").removeprefix("= ").strip().split("\n")
    assert all(re.fullmatch(r"COLOR #[0-9a-f]{6} [ABC][123]", line) for line in colours)
    assert len({line.split()[2] for line in colours} | {"B2"}) == 9
    assert re.fullmatch(r"TEXT pass \d+\.\d\d%", last)


def test_every_view_is_told(engine: Engine) -> None:
    engine.answer("boardsize 5")
    engine.answer("play B B2")
    every = engine.answer("kata-raw-nn all") or ""
    each = [engine.answer(f"kata-raw-nn {view}") or "" for view in range(8)]
    assert every == "= " + "\n".join(text.removeprefix("= ").strip() for text in each) + "\n\n"
    assert every.count("NAN") == 8
    assert len(set(each)) == 8


def test_a_seed_repeats_a_game_of_a_weak_player(engine: Engine) -> None:
    games = []
    for _ in range(2):
        for command in ("boardsize 5", "darkgo-set level 1", "darkgo-set seed 3"):
            engine.answer(command)
        games.append([engine.answer(f"genmove {colour}") for colour in "bwbwbw"])
    assert games[0] == games[1]
    engine.answer("clear_board")
    assert [engine.answer(f"genmove {colour}") for colour in "bwbwbw"] != games[0]
