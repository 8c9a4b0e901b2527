"""All that is known of a game and its position, as rows of a name and a value."""

from collections.abc import Iterator

from darkgo.engine.ahead import ahead_text, lead_text, lost_text
from darkgo.engine.last_move import last_move_text, short
from darkgo.engine.session import Session
from darkgo.engine.session_text import COLOURS, place_text, rules_text, time_text
from darkgo.go.points import Colour

Group = tuple[str, tuple[tuple[str, str], ...]]
FACTS = (("Event", "EV"), ("Round", "RO"), ("Place", "PC"), ("Date", "DT"), ("Result", "RE"))


def info(session: Session) -> tuple[Group, ...]:
    """Groups of rows. Groups and rows about which nothing is known are left out."""
    groups = (
        ("Game", tuple(_game(session))),
        ("Position", tuple(_position(session))),
        ("Candidates", tuple(_candidates(session))),
        ("Comment", tuple(("", line) for line in session.tree.comment.splitlines())),
    )
    return tuple((title, rows) for title, rows in groups if rows)


def player_text(session: Session, colour: Colour) -> str:
    """Name and rank of a player."""
    name, rank = ("PB", "BR") if colour is Colour.BLACK else ("PW", "WR")
    return " ".join(filter(None, (session.tree.text(name), session.tree.text(rank))))


def _game(session: Session) -> Iterator[tuple[str, str]]:
    game, tree = session.game, session.tree
    for colour in COLOURS:
        if name := player_text(session, colour):
            yield colour.name.capitalize(), name
    for title, ident in FACTS:
        if value := tree.text(ident):
            yield title, value
    yield "Board", f"{game.size}x{game.size}{f', handicap {game.handicap}' if game.handicap else ''}"
    yield "Rules", rules_text(session)
    if session.shown_system or any(map(session.shown_time, COLOURS)):
        yield "Time", time_text(session)
    if place := place_text(session):
        yield "File", place
    if session.path:
        yield "Saved as", session.path.name


def _position(session: Session) -> Iterator[tuple[str, str]]:
    game, tree = session.game, session.tree
    yield "Move", f"{game.move_number} of {tree.length}"
    if made := last_move_text(session):
        yield "Last move", made
    captures = (f"{colour.name.capitalize()} {game.captures[colour]}" for colour in COLOURS)
    yield "Captured by", ", ".join(captures)
    index, count = tree.sibling
    if count > 1:
        yield "Variation", f"{index + 1} of {count}"
    if tree.branches:
        moves = (short(move[1], game.size) if move else "setup" for move in tree.variations)
        yield "Next moves", ", ".join(moves)
    if session.result:
        yield "Result", session.result
    if session.shows_evaluation and (ahead := ahead_text(session)):
        yield "Who is ahead", ahead


def _candidates(session: Session) -> Iterator[tuple[str, str]]:
    size, turns = session.game.size, session.game.to_move is Colour.WHITE
    lost = session.points_behind
    for rank, (suggestion, one) in enumerate(zip(session.suggestions, session.candidates, strict=True), 1):
        is_searched = bool(session.report and session.report.is_searched)
        prior = one.prior if one and is_searched else suggestion.probability
        said = [f"prior {100 * prior:.1f}%"]
        if one and one.has_value:
            black = one.turned() if turns else one
            said[:0] = [lead_text(black.lead), f"Black wins {100 * black.winrate:.0f}%"]
            said += filter(None, [lost_text(lost[rank - 1])])
        if one and is_searched:
            said.append(f"{one.visits} visits")
        if one and len(one.variation) > 1:
            said.append(" ".join(short(point, size) for point in one.variation))
        yield f"{rank} {short(suggestion.point, size)}", ", ".join(said)
