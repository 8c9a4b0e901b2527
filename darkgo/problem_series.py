"""Problems on the board: shows one after another, and notes which of them were solved."""

from darkgo.engine.pasted import read_record
from darkgo.engine.problem import Problem
from darkgo.engine.session import Session
from darkgo.engine.words import point_text, points_text
from darkgo.errors import BadInput
from darkgo.problem_file import ProblemFile

NONE_LEFT = "there is no problem to solve: darkgo problems makes them of the mistakes in your games"


class ProblemSeries:
    """Shows the problems of the user's file in a session. The file is read and written as they are solved, so
    that several programs may be open."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._problem: Problem | None = None
        """The one that waits for an answer, or for its judgement."""

    @property
    def is_on(self) -> bool:
        """Whether a problem is on the board, solved or not."""
        return self._session.is_problem

    def next(self) -> str:
        """Puts the next problem on the board; returns what is to be said of it. Raises BadInput if there is
        none."""
        file = ProblemFile()
        remark = file.load()
        shown = self._problem
        # The one on the board is skipped, unless it is the only one.
        unsolved = file.unsolved
        others = [each for each in unsolved if shown is None or each.name != shown.name]
        if not unsolved:
            raise BadInput(remark or NONE_LEFT)
        problem = (others or unsolved)[0]
        session = self._session
        session.look_at(read_record(problem.sgf))
        session.go_to_before(session.tree.length)
        session.ask_problem()
        self._problem = problem
        count = "the last problem" if len(unsolved) == 1 else f"one of {len(unsolved)} problems"
        said = f"{count}: find a move that loses less than {points_text(session.mistake)}"
        return "\n".join(filter(None, (remark, said)))

    def outcome(self) -> str:
        """What became of the answer, once, when it is judged; else nothing. Notes it in the file."""
        session, problem = self._session, self._problem
        made = session.judged_answer
        open_question = session.wanted()
        is_open = open_question is not None and not (open_question.is_analysis and session.report)
        if problem is None or made is None or made.lost is None or is_open:
            return ""
        self._problem = None
        is_solved = made.lost < session.mistake
        file = ProblemFile()
        file.load()
        file.tried(problem, is_solved=is_solved)
        try:
            file.save()
            remark = ""
        except BadInput as error:
            remark = str(error)
        left = len(file.unsolved)
        lost = f"loses {points_text(made.lost)}" if made.lost > 0 else "loses nothing"
        better = ""
        if made.best is not None and made.move and made.best != made.move[1] and made.lost > 0:
            better = f"; {point_text(made.best, session.game.size)} is best"
        assert made.move
        said = f"{point_text(made.move[1], session.game.size)} {lost}{better}: "
        said += "solved" if is_solved else f"not solved, it comes back (the mistake lost {problem.lost:.1f})"
        return "\n".join(filter(None, (f"{said}. {left} left", remark)))
