"""A small GTP program that plays its own side of the board and behaves as badly as it is told.

Run with one argument, HOW or HOW@N: badly in game N alone, which it knows from the seed it is given.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

COLUMNS = "ABCDEFGHJ"


def moves(colour: str, size: int) -> list[str]:
    """A wall from edge to edge and a line behind it with an eye in each corner."""
    wall, behind = (1, 0) if colour == "black" else (size - 2, size - 1)
    rows = range(1, size + 1)
    return [f"{COLUMNS[wall]}{row}" for row in rows] + [f"{COLUMNS[behind]}{row}" for row in rows[1:-1]]


def any_move(played: list[tuple[str, str]], size: int) -> str:
    """The first legal move, whatever it destroys."""
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from darkgo.go.board import Board
    from darkgo.go.game import Game
    from darkgo.go.points import format_point, parse_point

    game = Game(size)
    for _, vertex in played:
        game.play(parse_point(vertex, size))
    legal = Board.points(game.legal_mask())
    return format_point(legal[0], size) if legal else "pass"


def misbehave(how: str, played: list[tuple[str, str]], size: int) -> str:
    """What is answered to genmove."""
    if how == "hangs":
        time.sleep(600)
    if how == "dies":
        sys.exit("out of memory")
    if how == "leaves a child":
        subprocess.Popen(["sleep", "600"])
        sys.exit("out of memory")
    if how == "floods":
        while True:
            print("thinking")
    answers = {
        "talks": "I like Go",
        "nonsense": "= banana\nsplit",
        "takes": f"= {played[-1][1] if played else 'Z9'}",
        "resigns": "= resign",
        "fails": "? not now\nnor later",
    }
    return answers.get(how) or f"= {any_move(played, size)}"


def main(how: str, only: int | None) -> None:
    """Answers every line."""
    size, played, game = 19, list[tuple[str, str]](), 0
    if how == "dies at once":
        sys.exit(3)
    child = subprocess.Popen(["sleep", "600"]) if how == "has a child" else None
    while how == "does not read":
        print(f"= {os.getpid()}\n", flush=True)
    if how == "answers before it is asked":
        print("= early\n", flush=True)
        Path("answered").touch()
    for line in sys.stdin:
        command, *words = line.split()
        answer = "="
        is_bad = only is None or game == only
        match command:
            case "name":
                answer = "= Fake"
            case "pid":
                answer = f"= {os.getpid()}"
            case "version":
                answer = f"= {how}"
            case "child" if child:
                answer = f"= {child.pid}"
            case "known_command":
                answer = "= true"
            case "set_random_seed":
                game = int(words[0])
            case "boardsize":
                size = int(words[0])
                answer = "? unacceptable size" if how == "wants 19" and size != 19 else "="
            case "clear_board":
                played.clear()
            case "showboard":
                print("a lot of noise " * 10_000, file=sys.stderr)
                answer = "= line 1\nline 2"
            case "play":
                played.append((words[0], words[1]))
                answer = "? illegal move" if how == "refuses" and is_bad else "="
                if how == "fears the end" and [vertex for _, vertex in played[-2:]] == ["PASS", "pass"]:
                    sys.exit("no more")
            case "genmove":
                if (
                    how in ("good", "fine", "refuses", "wants 19", "has a child", "fears the end")
                    or not is_bad
                ):
                    taken = {vertex.upper() for _, vertex in played}
                    free = [vertex for vertex in moves(words[0], size) if vertex not in taken]
                    answer = f"= {free[0] if free else 'PASS'}"
                else:
                    answer = misbehave(how, played, size)
                played.append((words[0], answer[2:]))
            case "quit":
                print("=\n", flush=True)
                return
        sys.stdout.write(f"{answer}\n\n")
        sys.stdout.flush()


if __name__ == "__main__":
    behaviour, _, number = sys.argv[1].partition("@")
    main(behaviour, int(number) if number else None)
