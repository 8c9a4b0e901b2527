"""Carries out typed commands on a session. Each is answered by a few words on what happened.

If a command is impossible in the position, it raises BadInput with the reason and changes nothing.
"""

from collections.abc import Callable

from darkgo.engine.annotate import annotate
from darkgo.engine.commands import (
    Action,
    AddVariation,
    ChangeRules,
    ChooseGame,
    Dead,
    Do,
    Edit,
    Jump,
    Komi,
    Label,
    Level,
    Mark,
    New,
    Note,
    Open,
    Play,
    Players,
    PlaySuggestion,
    Save,
    SetClock,
    ShowVariation,
    ToMistake,
    Top,
)
from darkgo.engine.game_report import game_report, judged_text, refuse_without_mistakes
from darkgo.engine.hints import Hints
from darkgo.engine.mistakes import mistake_text, mistakes, neighbour
from darkgo.engine.session import Session
from darkgo.engine.session_text import (
    guess_text,
    opened_text,
    record_text,
    rules_text,
    time_text,
    variation_text,
)
from darkgo.engine.setup import Setup
from darkgo.engine.strength import LEVELS, level_text
from darkgo.engine.words import move_text, point_text
from darkgo.errors import BadInput
from darkgo.go.points import Colour
from darkgo.go.rulesets import name_of, usual

THINKING = "the computer is thinking: wait for its move, or type u to take yours back"


def perform(command: Action, session: Session) -> str:
    """Carries the command out and says what happened. Raises BadInput, and changes nothing, if it cannot."""
    size = session.game.size
    match command:
        case Play(point):
            return _play(point, session)
        case PlaySuggestion(rank):
            if session.computer_to_move:
                raise BadInput(THINKING)
            return played_text(session, lambda: session.play_suggestion(rank))
        case Edit(point, colour):
            session.edit(point, colour)
            done = f"set {colour.name.lower()}" if colour else "cleared"
            return f"{done} {point_text(point, size)}"
        case Dead(point):
            state = "dead" if session.mark_dead(point) else "alive"
            return f"{point_text(point, size)} is {state}"
        case Jump(number):
            session.go_to(number)
            return f"move {session.game.move_number} of {session.tree.length}"
        case ToMistake(step):
            return _to_mistake(step, session)
        case Note(text):
            session.note(text)
            return "noted" if text else "the note is removed; u brings it back"
        case Mark(point, ident):
            state = "is marked" if session.mark(point, ident) else "is not marked any more"
            return f"{point_text(point, size)} {state}"
        case Label(point, text):
            session.label(point, text)
            return f"{point_text(point, size)} has the label {text}" if text else "the label is removed"
        case New(new_size, handicap):
            setup = Setup(
                size if new_size is None else new_size,
                handicap,
                computer=session.usual_computer,
                rules=name_of(session.game.rules),
                clock=session.time_system,
            )
            session.new(setup)
            return "a new game"
        case Komi(points):
            session.set_komi(points)
            return f"komi {session.game.rules.komi:g}"
        case ChangeRules(ruleset):
            session.set_rules(usual(ruleset, session.game.rules.komi))
            return rules_text(session)
        case Level(number):
            return _level(number, session)
        case Top(count):
            return _top(count, session)
        case SetClock(system):
            session.set_clock(system)
            return time_text(session)
        case ShowVariation(rank):
            moves = session.show_variation(rank)
            return f"pv {rank}: {variation_text(session, moves)}" if rank else "no variation is shown"
        case AddVariation(rank):
            return f"added: {variation_text(session, session.keep_variation(rank))}"
        case Players(computer):
            session.set_computer(computer)
            names = " and ".join(colour.name.capitalize() for colour in sorted(computer, reverse=True))
            return f"the computer plays {names}" if names else "the computer only suggests"
        case Open(path):
            return _open(path, session)
        case ChooseGame():
            return _choose_game(command, session)
        case Save(path):
            return f"saved to {session.save(path)}"
        case Do():
            return _do(command, session)


def _play(point: int, session: Session) -> str:
    if session.awaits_answer:
        session.answer(point)
        return f"{point_text(point, session.game.size)} is judged ..."
    if session.guessing:
        return guess_text(session.guess(point), session.game.size)
    if session.computer_to_move:
        raise BadInput(THINKING)

    def play() -> int:
        session.play(point)
        return point

    return played_text(session, play)


def _do(command: Do, session: Session) -> str:
    match command.what:
        case "undo":
            edits, was_lost_on_time = session.edits, session.out_of_time
            session.undo()
            if was_lost_on_time:
                return "the game goes on without a clock"
            return "undone" if session.edits == edits else "the edit is taken back; r makes it again"
        case "redo":
            edits = session.edits
            session.redo()
            if session.edits != edits:
                return "the edit is made again"
            last, colour = session.game.last_move, session.game.to_move.other
            return "redone" if last is None else move_text(colour, last, session.game.size)
        case "next variation":
            session.switch(1)
            index, count = session.tree.sibling
            return f"variation {index + 1} of {count}"
        case "resign":
            people = set(Colour) - session.computer
            session.resign(people.pop() if len(people) == 1 else None)
            return session.result
        case "count":
            session.count_now()
            return "counting" if session.counting else "the game goes on"
        case "guess":
            session.set_guessing(not session.guessing)
            return "guess the next move" if session.guessing else "suggestions are shown again"
        case "delete":
            moves = session.tree.length - session.game.move_number + 1
            session.delete()
            return f"removed, {moves} move{'' if moves == 1 else 's'} in all; u brings it back"
        case "main":
            session.make_main()
            return "this is the main line now"
        case "annotate":
            refuse_without_mistakes(session)
            found = annotate(session, values=True)
            unit = "mistake is" if found == 1 else "mistakes are"
            return f"{found} {unit} marked in the record; s saves it, u takes the marks back"
        case "multi":
            session.multi = not session.multi
            return "eight views of the board, averaged" if session.multi else "the board as it stands"
        case "clock":
            return time_text(session)
        case "pause":
            session.pause()
            return "the computer waits" if session.paused else "the computer goes on"


def _to_mistake(step: int, session: Session) -> str:
    """Goes to the position before the next mistake, or the previous one, and describes the mistake."""
    refuse_without_mistakes(session)
    line = session.judged_line()
    one = neighbour(mistakes(line, session.mistake), session.game.move_number, step)
    if one is None:
        where = "after" if step > 0 else "before"
        said = f"no move {where} this position loses {session.mistake:g} points or more"
        raise BadInput("; ".join(filter(None, (said, judged_text(game_report(line, session.game.size))))))
    session.go_to_before(one.number)
    return mistake_text(one, session.game.size)


def _level(number: int, session: Session) -> str:
    if not 1 <= number <= len(LEVELS):
        raise BadInput(f"level {number}: expected 1 to {len(LEVELS)}")
    session.strength = LEVELS[number - 1]
    return f"the computer plays at level {number} of {len(LEVELS)}: {level_text(number)}"


def _top(count: int, session: Session) -> str:
    most = session.game.size**2 + 1
    if not 0 <= count <= most:
        raise BadInput(f"top {count}: expected 0 to {most}")
    if not count:
        session.hints = Hints.OFF
        return f"hints are off: top {session.count} shows them again"
    session.count = count
    if session.hints is Hints.OFF:
        session.hints = Hints.NUMBERS
    return f"{count} suggestion{'s' if count > 1 else ''}"


def _open(path: str, session: Session) -> str:
    if not path:
        raise BadInput("open which file? open GAME.sgf")
    return opened_text(session, session.open(path))


def _choose_game(command: ChooseGame, session: Session) -> str:
    if command == ChooseGame():
        return record_text(session)
    remark = session.choose_game(command.number or session.tree.number + command.step)
    return "; ".join(filter(None, (record_text(session), remark)))


def go_on_without_network(session: Session, reason: str) -> str:
    """Goes on with this game without the network, which cannot be used for this reason. Returns the
    message."""
    session.dismiss_network()
    players = "" if session.found_moves else ": both colours are yours"
    return f"{reason}; this game goes on without the network{players}"


def played_text(session: Session, play: Callable[[], int]) -> str:
    """Makes a move through `play`, which returns its point. Returns the move and its captures in words.
    Raises what `play` raises."""
    colour, before = session.game.to_move, session.game.captures
    point = play()
    return move_text(colour, point, session.game.size, session.game.captures[colour] - before[colour])


def computer_text(session: Session) -> str:
    """Lets the program play for the player to move, and describes its move. If the person's move lost much,
    says that first. The position must be judged."""
    if session.lose_on_time():
        return session.result
    lesson, known = session.lesson, session.report
    colour, before = session.game.to_move, session.game.captures
    point = session.play_best()
    if point is None:
        assert known is not None  # nothing else lets it resign
        said = f"{session.result} ({session.resigning.reason(known)})"
    else:
        captured = session.game.captures[colour] - before[colour]
        said = move_text(colour, point, session.game.size, captured)
    return "\n".join(filter(None, (lesson, said)))
