"""Whatever is sent, every command has one well-formed answer, and the board stays one that can be."""

import gc
import re
from pathlib import Path
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.errors import BadInput
from darkgo.go.points import Colour
from darkgo.go.tree import GameTree
from darkgo.gtp.engine import COMMANDS, Engine
from darkgo.gtp.protocol import parse
from tests.evaluators import OfStones

ANSWER = re.compile(r"[=?][0-9]*( \S[^\n]*)?\n([^\n]+\n)*\n")
SLOW = {"final_score", "final_status_list", "printsgf", "kgs-genmove_cleanup"}
"""Commands for which dead stones may have to be looked for."""
USUAL = (
    "play {c} {p}",
    "play {c} {p}",
    "play b {p}",
    "play w {p}",
    "genmove {c}",
    "undo",
    "lz-analyze {c} 10",
)
RARE = (
    *(
        "clear_board",
        "set_free_handicap {p} {p} {p}",
        "place_free_handicap 3",
        "gogui-setup b {p} w {p} e {p}",
    ),
    *(
        "gogui-setup_player {c}",
        "gogui-play_sequence {c} {p} {c} {p}",
        "gg-undo 2",
        "komi 3.5",
        "kgs-rules aga",
    ),
    *(
        "time_settings 10 5 3",
        "time_left {c} 8 2",
        "kgs-time_settings byoyomi 60 5 3",
        "kata-time_settings none",
    ),
    *(
        "printsgf a.sgf",
        "loadsgf a.sgf",
        "loadsgf a.sgf 3",
        "printsgf",
        "kgs-chat game x y",
        "darkgo-set level 3",
    ),
    *(
        "final_score",
        "final_status_list dead",
        "kgs-genmove_cleanup {c}",
        "heatmap average",
        "kata-raw-nn all",
    ),
)
WORDS = (
    *(
        "b",
        "w",
        "black",
        "WHITE",
        "e",
        "pass",
        "resign",
        "0",
        "1",
        "2",
        "3",
        "5",
        "9",
        "-1",
        "26",
        "1e400",
        "nan",
    ),
    *("a.sgf", "b.sgf", "all", "dead", "alive", "level", "temperature", "top", "seed", "interval", "avoid"),
    *(
        "absolute",
        "byoyomi",
        "fischer",
        "chinese",
        "new_zealand",
        "maxmoves",
        "true",
        "{p}",
        "{p}",
        "{p}",
        "{c}",
    ),
)
JUNK = "\x00\x07\t\r #=?\x7f\xe9\u2603-+.,;:()[]{}%\\0123456789abcxyzABCXYZ"


def evenly(stones: NDArray[np.int8]) -> NDArray[np.float32]:
    """As a network without parameters: every move is as good as any other."""
    boards, points = stones.shape
    return np.full((boards, points + 1), 1 / (points + 1), np.float32)


def filled(text: str, random: Random) -> str:
    """The text with points and colours put in."""
    while "{" in text and ("{p}" in text or "{c}" in text):
        most = random.choice((3, 5, 5, 5, 9))
        point = f"{random.choice('ABCDEFGHJ'[:most])}{random.randint(1, most)}"
        text = text.replace("{p}", point, 1).replace("{c}", random.choice("bwBW"), 1)
    return text


def line(random: Random) -> str:
    """A line of the kind that is sent, or a mutilated one, or rubbish."""
    kind = random.random()
    if kind < 0.05:
        return "".join(random.choices(JUNK, k=random.randint(0, 40)))
    if kind < 0.65:
        text = filled(random.choice(USUAL), random)
    elif kind < 0.75:
        text = filled(random.choice(RARE), random)
    elif kind < 0.76:
        text = f"boardsize {random.choice((2, 3, 4, 5, 5, 7, 9, '9 9', 26, 'five'))}"
    else:
        name = random.choice(sorted(COMMANDS))
        while name == "quit" or (name in SLOW and random.random() < 0.8):
            name = random.choice(sorted(COMMANDS))
        words = random.choices(WORDS, k=random.choice((0, 1, 1, 2, 2, 3, 4, 6)))
        text = filled(" ".join((name, *words)), random)
    if random.random() < 0.2:
        text = f"{random.choice((0, 7, 12345))} {text}"
    for _ in range(random.choice((0, 0, 0, 0, 1, 2))):
        at = random.randint(0, len(text))
        text = text[:at] + random.choice((random.choice(JUNK), "")) + text[at + random.randint(0, 2) :]
    return text


def check_board(engine: Engine) -> None:
    """No stone on another, no chain without a liberty, and the record leads to the position."""
    session = engine.state.session
    board = session.game.board
    assert not board.black & board.white
    for colour in Colour:
        for chain in board.chains(colour):
            assert board.liberties(board.points(chain)[0])
    record = GameTree.read(session.tree.write())
    while record.forward():
        pass
    assert record.game.board == board
    assert record.game.moves == session.game.moves


def send(count: int, seed: int) -> None:
    """So many lines to one engine."""
    random, chance = Random(seed), Random(seed)
    engine = Engine(Session(Setup(5).game(), OfStones(evenly), random=chance), chance)
    unfinished, objects, asked = "", 0, 0
    for number in range(count):
        text = line(random)
        said = engine.answer(text)
        if unfinished:
            assert (said or "").startswith("\n"), text
            assert ANSWER.fullmatch(unfinished + "\n"), unfinished
            said = (said or "")[1:] or None
        try:
            is_command = parse(text) is not None
        except BadInput:
            is_command = True
        assert (said is not None) == is_command, text
        assert "internal error" not in (said or ""), f"{text}\n{said}"
        unfinished = said if said and engine.interval is not None else ""
        assert not said or unfinished or ANSWER.fullmatch(said), f"{text}\n{said}"
        asked += is_command
        if number % 10 == 0:
            check_board(engine)
        if engine.is_done:
            engine.state.is_done = False
        if number in (count // 5, count - 1):
            engine.answer("boardsize 5")
            unfinished = ""
            gc.collect()
            found = len(gc.get_objects())
            assert not objects or found < objects + 1000, "memory grows"
            objects = found
    assert asked > 0.9 * count


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_five_thousand_lines() -> None:
    send(5_000, seed=1)


@pytest.mark.long
def test_a_hundred_thousand_lines() -> None:
    send(100_000, seed=2)
