"""The part of the program that answers the mouse: it shows variations, and goes to what is clicked."""

from collections.abc import Callable

from textual import on
from textual.app import App

from darkgo.engine.commands import Action, ShowVariation
from darkgo.engine.session import Session
from darkgo.engine.stones import number_of_stone
from darkgo.errors import BadInput
from darkgo.tui.board import BoardView
from darkgo.tui.panel.candidates import Candidates
from darkgo.tui.panel.graph import Graph
from darkgo.tui.panel.panel import Panel
from darkgo.tui.panel.tree_strip import TreeStrip
from darkgo.tui.scene import scene


class Pointing(App[None]):
    """Goes to what is clicked, and shows the variation of what is pointed at."""

    game_session: Session

    def __init__(self) -> None:
        super().__init__()
        self.shows_numbers = False
        """Whether each stone has the number of its move."""

    def show_position(self) -> None:
        """Updates the screen from the session."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Shows a message."""
        raise NotImplementedError

    def carry_out(self, command: Action) -> None:
        """Carries out a command."""
        raise NotImplementedError

    def attempt(self, act: Callable[[], None]) -> None:
        """Does something to the game, or shows why that is not possible."""
        try:
            act()
        except BadInput as refusal:
            self.say(str(refusal))
        self.show_position()

    @on(BoardView.Pointed)
    def point_at(self, event: BoardView.Pointed) -> None:
        """Shows the variation of the candidate that is pointed at."""
        self._point_at(event.point)

    @on(Candidates.Pointed)
    def point_at_candidate(self, event: Candidates.Pointed) -> None:
        """Shows the variation of the candidate under the mouse."""
        shown = self.game_session.suggestions
        self._point_at(shown[event.rank - 1].point if 0 < event.rank <= len(shown) else None)

    def _point_at(self, point: int | None) -> None:
        session = self.game_session
        before = session.shown_variation
        session.pointed = point
        if session.shown_variation != before:
            self.query_one(BoardView).show(scene(session, numbers=self.shows_numbers))
            self.query_one(Panel).show_variation()

    @on(Candidates.Chosen)
    def keep_variation_shown(self, event: Candidates.Chosen) -> None:
        """Keeps the variation of a candidate on the board."""
        self.carry_out(ShowVariation(event.rank))

    @on(BoardView.Wheeled)
    def turn_wheel(self, event: BoardView.Wheeled) -> None:
        """Goes through the game."""
        self.go(lambda: self.game_session.step(event.step))

    @on(BoardView.Asked)
    def go_to_stone(self, event: BoardView.Asked) -> None:
        """Goes to the move of a stone."""
        session = self.game_session
        self.go(lambda: session.go_to(number_of_stone(session.game, event.point)))

    @on(Graph.Jumped)
    def go_to_move(self, event: Graph.Jumped) -> None:
        """Goes to a move of the graph."""
        self.go(lambda: self.game_session.go_to(event.number))

    @on(TreeStrip.Visited)
    def go_to_node(self, event: TreeStrip.Visited) -> None:
        """Goes to a node of the tree."""
        self.go(lambda: self.game_session.visit(event.node))

    def go(self, act: Callable[[], None]) -> None:
        """Goes somewhere in the game, away from what the last message was about."""
        self.say("")
        self.attempt(act)
