"""The commands that read and write game records."""

from dataclasses import replace

from darkgo.engine.game_file import game_path, open_game_file, write_game_file
from darkgo.errors import BadInput
from darkgo.go.rulesets import rules_of
from darkgo.go.tree import GameTree
from darkgo.gtp import arguments
from darkgo.gtp.state import CommandFunction, EngineState

_TEXTS = ("PB", "PW", "BR", "WR", "EV", "RO", "DT", "PC", "GN", "RU")
"""The texts of a record that are kept, besides its moves."""


def loadsgf(state: EngineState, filename: str, *move_number: str) -> str:
    """Loads the main line of a record: up to its end, or to the position before a move.

    0, or a number beyond the record, means its end, as in GNU Go. From a file with several games, the first
    that can be used is loaded.
    """
    *more, last = (filename, *move_number)
    is_number = bool(more) and last.isascii() and last.isdigit()
    # A file name may contain blanks.
    name = " ".join(more if is_number else (*more, last))
    # No record has so many moves, and `int` refuses numbers with thousands of digits.
    _load(state, name, before=int(last) if is_number and len(last) < 10 else 0)
    return ""


def darkgo_game(state: EngineState, number: str = "") -> str:
    """The number of the present game in the loaded file, and the number of games. With an argument, loads
    that game up to its end."""
    if state.record is None:
        raise BadInput("no file is loaded: loadsgf FILE loads one")
    path, present, count = state.record
    if not number:
        return f"{present} {count}"
    _load(state, str(path), game=arguments.whole(number, 1, count, "the game"))
    return ""


def _load(state: EngineState, name: str, *, game: int | None = None, before: int = 0) -> None:
    try:
        path, record = open_game_file(name, game)
        if record.damage:
            raise BadInput(f"{path}: {record.damage}")
        arguments.side(str(record.game.size))
        record.go_to_before(before or record.length + 1)
    except BadInput as error:
        raise BadInput(f"cannot load file: {error}") from None
    rules, found = state.session.game.rules, record.game.rules
    # The ko and suicide rules that the other program set stay the same. So does its scoring, unless the
    # record names one.
    territory = found.territory if rules_of(record.text("RU")) else rules.territory
    record.game.rules = replace(rules, komi=found.komi, territory=territory)
    tree = GameTree(record.game)
    for ident in _TEXTS:
        if text := record.text(ident):
            tree.set_text(ident, text)
    state.session.start(tree)
    state.record = path, record.number, record.count
    state.explanation = ""


def printsgf(state: EngineState, *filename: str) -> str:
    """The game as SGF: in the answer, or written to the given file, which is overwritten."""
    session = state.session
    if session.game.is_over:
        session.estimate()
    data = session.sgf()
    if not filename:
        return data.decode()
    write_game_file(game_path(" ".join(filename)), data, over=True)
    return ""


COMMANDS: dict[str, CommandFunction] = {"loadsgf": loadsgf, "printsgf": printsgf, "darkgo-game": darkgo_game}
