"""The part of the program that shows problems, and tells what became of the answers."""

from textual.app import App

from darkgo.engine.commands import Action, Do
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.problem_series import ProblemSeries


class Solving(App[None]):
    """Shows the problems made of the person's mistakes, one after another."""

    game_session: Session
    _problems: ProblemSeries | None = None

    def show_position(self) -> None:
        """Updates the screen from the session."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Shows a message."""
        raise NotImplementedError

    def carry_out(self, command: Action) -> None:
        """Carries out a command."""
        raise NotImplementedError

    def action_problems(self) -> None:
        """Shows the next problem."""
        self._problems = self._problems or ProblemSeries(self.game_session)
        try:
            said = self._problems.next()
        except BadInput as refusal:
            said = str(refusal)
        self.say(said)
        self.show_position()

    def action_guess(self) -> None:
        """Begins or ends guessing the moves of a record; shows the next problem if one is on the board."""
        if self.game_session.is_problem:
            self.action_problems()
        else:
            self.carry_out(Do("guess"))

    def tell_outcome(self) -> None:
        """Says what became of an answer, once it is judged."""
        if self._problems and (said := self._problems.outcome()):
            self.say(f"{said}; F8 shows the next")
