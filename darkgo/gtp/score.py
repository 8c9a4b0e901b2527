"""The commands about the end of a game. Dead stones are searched for once per position."""

from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.points import Colour
from darkgo.go.score import without
from darkgo.go.seki import seki
from darkgo.gtp import arguments
from darkgo.gtp.state import CommandFunction, EngineState

STATUSES = ("alive", "dead", "seki", "black_territory", "white_territory")


def final_score(state: EngineState) -> str:
    """The result by the rules of the game: ``B+3.5``; 0 for a draw."""
    session = state.session
    if session.resigned:
        return f"{'W' if session.resigned is Colour.BLACK else 'B'}+R"
    score = session.estimate()
    return str(score) if score.margin else "0"


def final_status_list(state: EngineState, status: str) -> str:
    """The chains of a status, one per line, or the points of territory.

    Stones in seki are alive where area is counted, as their eyes are points.
    """
    if status.lower() not in STATUSES:
        raise BadInput(f'syntax error: found "{status}", expected one of {", ".join(STATUSES)}')
    session = state.session
    score, board = session.estimate(), session.game.board
    in_seki = seki(without(board, session.dead)) if session.game.rules.territory else 0
    match status.lower():
        case "alive":
            return _chains(board, board.occupied & ~session.dead & ~in_seki)
        case "seki":
            return _chains(board, in_seki)
        case "dead":
            return _chains(board, session.dead)
        case "black_territory" | "white_territory" as whose:
            sign = 1 if whose.startswith("black") else -1
            empty = Board.points(board.free | session.dead)
            return arguments.names([point for point in empty if score.owner[point] == sign], board.size)
    return ""


def _chains(board: Board, stones: int) -> str:
    chains = [chain for colour in Colour for chain in board.chains(colour) if chain & stones]
    return "\n".join(arguments.names(Board.points(chain), board.size) for chain in chains)


def kgs_game_over(state: EngineState) -> str:
    """The other program reports that the game has ended."""
    return ""


def kgs_chat(state: EngineState, *words: str) -> str:
    """Answers a chat message on the KGS Go Server. The words are the place, the sender and the text."""
    if len(words) < 2 or words[0].lower() not in ("game", "private"):
        raise BadInput("syntax error: expected kgs-chat game|private NAME TEXT")
    return state.explanation or "I have not moved yet."


COMMANDS: dict[str, CommandFunction] = {
    "final_score": final_score,
    "final_status_list": final_status_list,
    "kgs-game_over": kgs_game_over,
    "kgs-chat": kgs_chat,
}
