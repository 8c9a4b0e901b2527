"""The candidates: their numbers, coloured by the points that they lose, and what is known of each.

The mouse on a candidate shows its variation on the board, and a click keeps it there.
"""

from rich.color import Color
from rich.style import Style
from rich.text import Text
from textual.events import Click, Leave, MouseMove
from textual.message import Message
from textual.widgets import Static

from darkgo.engine.ahead import lead_text
from darkgo.engine.hints import Hints
from darkgo.engine.last_move import short
from darkgo.engine.report import Candidate
from darkgo.engine.session import Session
from darkgo.go.points import Colour
from darkgo.tui.grades import Grade
from darkgo.tui.panel.words import BOLD, DIM
from darkgo.tui.scene import grades
from darkgo.tui.stones import STONE, share_colour

SHORTEST, LONGEST = 6, 40
"""The least and the most columns of a bar for probability 1."""

_WHITE = Color.from_rgb(*STONE[Colour.WHITE])


class Candidates(Static):
    """Shows the candidates of a session; empty if there are none."""

    ALLOW_SELECT = False

    class Pointed(Message):
        """The mouse is on the candidate of this rank, 1 for the first; 0 for none."""

        def __init__(self, rank: int) -> None:
            super().__init__()
            self.rank = rank

    class Chosen(Message):
        """The candidate of this rank was clicked."""

        def __init__(self, rank: int) -> None:
            super().__init__()
            self.rank = rank

    def __init__(self, session: Session, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._session = session
        self._titles = 0
        self._rows = 0
        self._pointed = 0

    def show(self, width: int, most: int, *, has_titles: bool) -> None:
        """Shows at most `most` candidates in `width` columns."""
        shown = len(self._session.suggestions)
        self._titles = int(has_titles and shown > 0)
        self._rows = shown if shown <= most else max(0, most - 1)
        text = candidates_text(self._session, width, most, has_titles=has_titles)
        self.update(text)
        self.display = bool(text) and most > 0

    def on_mouse_move(self, event: MouseMove) -> None:
        """Shows the variation under the mouse."""
        self._point_to(self._rank(event))

    def on_leave(self, event: Leave) -> None:
        """Hides the variation again."""
        self._point_to(0)

    def on_click(self, event: Click) -> None:
        """Keeps the variation on the board."""
        if event.button == 1 and (rank := self._rank(event)):
            self.post_message(self.Chosen(rank))

    def _rank(self, event: MouseMove | Click) -> int:
        offset = event.get_content_offset(self)
        rank = 0 if offset is None else offset.y + 1 - self._titles
        return rank if 1 <= rank <= self._rows else 0

    def _point_to(self, rank: int) -> None:
        if rank != self._pointed:
            self._pointed = rank
            self.post_message(self.Pointed(rank))


def candidates_text(session: Session, width: int, most: int, *, has_titles: bool) -> Text:
    """The candidates in at most `most` lines of `width` columns, and a line above that says what the columns
    are. If there are more, the last line says so."""
    shown = session.suggestions
    if not shown:
        return Text("" if session.counting else _instead_of_candidates(session), DIM)
    table = _Table(session, width)
    rows = len(shown) if len(shown) <= most else most - 1
    lines = [table.titles] if has_titles else []
    lines += [table.row(rank) for rank in range(1, rows + 1)]
    if rows < len(shown):
        lines.append(Text(f"{len(shown) - rows} more: info", DIM))
    return Text("\n", no_wrap=True).join(lines)


class _Table:
    """The columns of the candidates. Lead and win rate are there if a candidate has a value, and visits if
    moves were read ahead."""

    def __init__(self, session: Session, width: int) -> None:
        known = session.report
        turns = session.game.to_move is Colour.WHITE
        self._moves = session.suggestions
        self._black = [one.turned() if one and turns else one for one in session.candidates]
        self._grades = grades(session)
        self._size, self._width = session.game.size, width
        self._has_values = any(one and one.has_value for one in session.candidates)
        self._has_visits = bool(known and known.is_searched)

    @property
    def titles(self) -> Text:
        """What the columns are."""
        said = f"    {'move':<5}"
        said += f"{'lead':>7}{'win':>5}" if self._has_values else ""
        said += f"{'visits':>7}" if self._has_visits else ""
        return Text(f"{said}{'prior':>7}"[: self._width], DIM)

    def row(self, rank: int) -> Text:
        """The candidate of a rank."""
        move, one = self._moves[rank - 1], self._black[rank - 1]
        kind = self._grades.get(move.point)
        colour = Color.from_rgb(*(kind.colour if kind else share_colour(round(100 * move.probability))))
        line = Text().append(f"{rank:>2} ", Style(color=_WHITE, bgcolor=colour, bold=True))
        line.append(f" {short(move.point, self._size):<5}", BOLD)
        if self._has_values:
            line.append(_value(one), DIM if kind is Grade.RARE else "")
        if self._has_visits:
            line.append(f"{one.visits if one else 0:>7}", DIM if kind is Grade.RARE else "")
        prior = one.prior if one and self._has_visits else move.probability
        line.append(f"{100 * prior:6.1f}%")
        bar = min(LONGEST, self._width - line.cell_len - 1)
        if bar >= SHORTEST:
            line.append(" ").append("█" * round(bar * move.probability) or "▏", Style(color=colour))
        return line


def _value(one: Candidate | None) -> str:
    """Lead and win rate of Black."""
    if one is None or not one.has_value:
        return " " * 12
    return f"{lead_text(one.lead):>7}{100 * one.winrate:4.0f}%"


def _instead_of_candidates(session: Session) -> str:
    is_off = session.hints is Hints.OFF
    if session.wanted() and (session.computer_to_move or not is_off):
        return "The network is thinking ..."
    has_some = session.evaluator and not (session.guessing or session.is_over)
    return "Hints are off (F5)" if is_off and has_some else ""
