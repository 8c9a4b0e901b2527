"""The commands that read and write game records."""

from dataclasses import replace

from darkgo.engine.game_file import game_path, open_game_file, write_game_file
from darkgo.errors import BadInput
from darkgo.go.tree import GameTree
from darkgo.gtp import arguments
from darkgo.gtp.state import Command, State

_TEXTS = ("PB", "PW", "BR", "WR", "EV", "RO", "DT", "PC", "GN", "RU")
"""What else is kept of a record."""


def loadsgf(state: State, filename: str, *move_number: str) -> str:
    """Goes on with the main line of a record: from its end, or from the position before a move."""
    *more, last = (filename, *move_number)
    number = last if more and last.isdigit() else None
    # A name may have blanks in it.
    name = " ".join(more if number else (*more, last))
    try:
        path, record = open_game_file(name)
        if record.damage:
            raise BadInput(f"{path}: {record.damage}")
        arguments.side(str(record.game.size))
        if number:
            record.go_to(arguments.whole(number, 1, record.length + 1, "move") - 1)
        else:
            while record.forward():
                pass
    except BadInput as error:
        raise BadInput(f"cannot load file: {error}") from None
    rules = state.session.game.rules
    record.game.rules = replace(rules, komi=record.game.rules.komi)
    tree = GameTree(record.game)
    for ident in _TEXTS:
        if text := record.text(ident):
            tree.set_text(ident, text)
    state.session.start(tree)
    state.explanation = ""
    return ""


def printsgf(state: State, *filename: str) -> str:
    """The game as SGF: the answer, or a file of that name, which is written over."""
    session = state.session
    if session.game.is_over:
        session.estimate()
    data = session.sgf()
    if not filename:
        return data.decode()
    write_game_file(game_path(" ".join(filename)), data, over=True)
    return ""


COMMANDS: dict[str, Command] = {"loadsgf": loadsgf, "printsgf": printsgf}
