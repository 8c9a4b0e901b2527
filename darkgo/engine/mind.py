"""What the network is asked during a game, and what it answers: one question at a time, in any thread."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

from darkgo.engine.dead import dead_stones
from darkgo.engine.policy import Policy, Suggestion, rank
from darkgo.go.game import Game

HasTime = Callable[[], bool]
"""Says whether there is time to go on."""


def for_ever() -> bool:
    """There is always time."""
    return True


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A position to be judged: a copy, so that the game can go on meanwhile."""

    game: Game
    node: Hashable
    """Where in the game's tree it stands."""
    multi: bool
    """Whether the mean of the eight views is asked for."""
    views: bool
    """Whether each of the eight views is asked for, too."""
    counting: bool
    """Whether dead stones are asked for, and not moves."""
    passing: bool = False
    """Whether dead stones are asked for, too: the program is to decide if it answers a pass by a pass."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """An answer of the network."""

    ranking: tuple[Suggestion, ...] = ()
    """Every legal move, the best first."""
    views: tuple[tuple[Suggestion, ...], ...] = ()
    """The rankings of the eight views, if they were asked for."""
    dead: int | None = None
    """The mask of dead stones, if those were asked for."""


class _PastError(Exception):
    """Nobody waits for the answer any more."""


class Mind:
    """The network, loaded when the first question comes, and what it has said about one game.

    With `multi` it looks at the eight views of the board and averages; with `views` what each of them says
    is asked for, too. One question is open at a time: that about the present position.
    """

    def __init__(self, load: Callable[[], Policy] | None, multi: bool) -> None:
        self.multi = multi
        self.views = False
        self._load = load
        self._policy: Policy | None = None
        self._busy = Lock()
        self._open: Question | None = None
        self._known: dict[tuple[Hashable, bool], Judgement] = {}

    @property
    def is_there(self) -> bool:
        """Whether there is a network to ask."""
        return self._load is not None

    def dismiss(self) -> None:
        """Goes on without the network."""
        self._load = None
        self._open = None

    def move(self) -> None:
        """The position has changed: the open question is past."""
        self._open = None

    def forget(self) -> None:
        """Another game begins."""
        self._open = None
        self._known = {}

    def judgement(self, node: Hashable) -> Judgement | None:
        """What is known about the position at a node, as it is looked at now."""
        return self._known.get((node, self.multi))

    def question(self, game: Game, node: Hashable, counting: bool, passing: bool = False) -> Question | None:
        """What is to be asked about a position; None when there is no network, or the answer is known."""
        known = self.judgement(node)
        enough = known and (known.views or not self.views) and (known.dead is not None or not passing)
        if not self.is_there or (not counting and enough):
            return None
        now, wanted = self._open, (self.multi, self.views, counting, passing)
        if now is None or (now.multi, now.views, now.counting, now.passing) != wanted:
            self._open = Question(game.snapshot(), node, self.multi, self.views, counting, passing)
        return self._open

    def answer(
        self, question: Question, *, though_past: bool, has_time: HasTime = for_ever
    ) -> Judgement | None:
        """The answer; None if the question is past, unless it is wanted all the same.

        The one slow method, and the one that may be called from any thread; one question is answered at a
        time. `has_time` is asked again and again while dead stones are looked for: if it says no, there is no
        answer. Raises BadInput if the network cannot be loaded.
        """
        with self._busy:
            load = self._load
            if load is None or not (question is self._open or though_past):
                return None
            if self._policy is None:
                self._policy = load()
            policy, game = self._policy, question.game
            if question.counting:
                return self._counted(question, policy, has_time)
            ranking = tuple(rank(policy.probabilities(game, question.multi), game))
            each = policy.views(game) if question.views else ()
            counted = self._counted(question, policy, has_time) if question.passing else Judgement()
            if counted is None:
                return None
            return Judgement(ranking, tuple(tuple(rank(view, game)) for view in each), counted.dead)

    def _counted(self, question: Question, policy: Policy, has_time: HasTime) -> Judgement | None:
        def go_on(done: int, of: int) -> None:
            if question is not self._open or not has_time():
                raise _PastError

        try:
            return Judgement(dead=dead_stones(policy.evaluate, question.game, progress=go_on))
        except _PastError:
            return None

    def accept(self, question: Question, answer: Judgement) -> bool:
        """Keeps an answer; whether it is that of the open question, which then is open no longer."""
        if not question.counting:
            self._known[question.node, question.multi] = answer
        is_open = question is self._open
        if is_open:
            self._open = None
        return is_open
