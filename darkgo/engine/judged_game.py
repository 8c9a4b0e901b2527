"""What the network thinks of a game in progress: what is to be asked, and what is known of each position."""

from collections.abc import Callable, Hashable, Iterable

from darkgo.engine import player
from darkgo.engine.found_moves import FoundMoves
from darkgo.engine.judged_line import Judged, JudgedMove, judged_line, points_lost
from darkgo.engine.known_reports import JudgedPlace, KnownReports
from darkgo.engine.limit import ALONE, UNTIL_TOLD, Limit
from darkgo.engine.player import NEVER, Resigning
from darkgo.engine.report import Report
from darkgo.engine.searching import Reader
from darkgo.engine.standing import NO_NETWORK_TEXT, Standing
from darkgo.engine.sweep import Sweep
from darkgo.engine.thinking import EVERY, Question, Thought
from darkgo.engine.timed_game import TimedGame
from darkgo.errors import BadInput
from darkgo.go.points import Colour
from darkgo.go.score import Score
from darkgo.go.steps import Move
from darkgo.go.tree import GameTree
from darkgo.model.evaluation import Evaluator


class JudgedGame(TimedGame):
    """A game whose positions are evaluated, by the network of an `evaluator` if there is one."""

    def __init__(self, tree: GameTree, evaluator: Evaluator | None, multi: bool) -> None:
        """With `multi` the network looks at the eight views of the board."""
        self._network = evaluator
        self.multi = multi
        self.views = False
        """Whether each of the eight views is asked for, too."""
        self.limit = ALONE
        """How long is thought about a position."""
        self._readers: dict[bool, Reader] = {}
        """That of the computer, and that of analyses, whose tree the computer does not use."""
        super().__init__(tree)

    def _begin(self, tree: GameTree) -> None:
        self.evaluator = self._network
        """Whom the session asks in this game; None if there is nobody, or `dismiss_network` was called."""
        self.found_moves: FoundMoves | None = None
        """What was found of an opened record; None in a game of one's own."""
        self._positions = KnownReports()
        self.analyses = False
        """Whether the positions that are shown are searched until told."""
        super()._begin(tree)

    def _edited(self) -> None:
        super()._edited()
        if self.found_moves:
            # The main line may be another one.
            self.found_moves.follow(self.tree.other(self.tree.number))
            for node, ranking in self._positions.rankings(self.game.rules, self.multi):
                self.found_moves.judged(node, ranking)

    @property
    def computer_to_move(self) -> bool:
        """Whether the program is to play next."""
        return False

    @property
    def valued_moves(self) -> int:
        """How many of the best moves get a value, too, once the position is judged."""
        return 0

    @property
    def report(self) -> Report | None:
        """What is known of the present position; None while nothing is."""
        return self.report_at(self.tree.node)

    def _known(self, node: Hashable) -> Judged | None:
        place = JudgedPlace(node, self.game.rules, self.multi)
        if node == self.tree.node and self.computer_to_move:
            return self._positions.own(place)
        return self._positions.best(place)

    @property
    def is_analysing(self) -> bool:
        """Whether the present position is searched until told: not while the computer is to move, and not in
        a game that is over or counted."""
        return (
            self.analyses
            and self.evaluator is not None
            and not (self.computer_to_move or self.counting or self.loser)
        )

    def set_analysing(self, analyses: bool) -> None:
        """Begins to search the positions that are shown, or ends it. Raises BadInput if there is nothing to
        search."""
        if analyses and self.evaluator is None:
            raise BadInput(NO_NETWORK_TEXT)
        if analyses and self.is_over:
            raise BadInput("the game is over: go back to a position that is to be analysed")
        if analyses and self.counting:
            raise BadInput("the board is being counted: count goes on with the game")
        self.analyses = analyses

    resigning: Resigning = NEVER
    """When the program resigns."""

    def wanted(self) -> Question | None:
        """What is to be asked about the present position, through `thought`.

        None when there is nothing to ask: there is no network, somebody has resigned or lost on time, or it
        is known.
        """
        if self.evaluator is None or self.loser or (self.counting and self.dead_are_known):
            return None
        known = self.report
        count = self.counting or (
            self.computer_to_move and player.needs_count(self.game, resign=self.resigning)
        )
        last_turns = self.computer_to_move and player.needs_last_turns(self.game, self.resigning)
        is_enough = (
            not self.is_analysing
            and known
            and known.is_last
            and (known.views or not self.views)
            and (known.dead is not None or not count)
            and (known.last_winrates or not (last_turns and known.has_value))
        )
        # The position itself comes first: it is shown, and the computer plays, before any move gets a value.
        valued_moves = self.valued_moves if is_enough and known and known.has_value else 0
        lacks_values = valued_moves and known and not _has_values(known, valued_moves)
        if is_enough and not self.counting and not lacks_values:
            return None
        searches = self.searches or self.is_analysing
        move = self.tree.next_move if valued_moves or searches else None
        return self.question(
            views=self.views,
            count=count,
            dead=known.dead if known else None,
            valued_moves=valued_moves,
            played=move[1] if move and move[0] is self.game.to_move else None,
            last_turns=last_turns,
            is_analysis=self.is_analysing,
        )

    def question(
        self,
        colour: Colour | None = None,
        *,
        multi: bool | None = None,
        views: bool = False,
        count: bool = False,
        dead: int | None = None,
        avoided: Iterable[int] = (),
        valued_moves: int = 0,
        played: int | None = None,
        last_turns: bool = False,
        is_analysis: bool = False,
    ) -> Question:
        """A question about the present position with this colour to move, for `thought`. The rest is as in
        `Question`."""
        return Question(
            self.game.snapshot(colour),
            self.tree.node,
            self.multi if multi is None else multi,
            views,
            count,
            dead,
            frozenset(avoided),
            valued_moves,
            played,
            last_turns,
            is_analysis,
        )

    def thought(
        self,
        question: Question,
        limit: Limit | None = None,
        is_enough: Callable[[], bool] = lambda: False,
        every: float = EVERY,
    ) -> Thought:
        """A request to think about a question, in any thread. If no limit is given, an analysis goes on until
        it is cancelled, and another question is thought about as long as the session's limit and the
        computer's clock say. `every`: seconds between the reports of a search. Raises BadInput without a
        network."""
        if self.evaluator is None:
            raise BadInput(NO_NETWORK_TEXT)
        usual, reader = self._present_limit, None
        if question.is_analysis:
            usual = UNTIL_TOLD
        if self.searches or question.is_analysis:
            reader = self._readers.get(question.is_analysis)
            if reader is None or reader.evaluator is not self.evaluator:
                reader = self._readers[question.is_analysis] = Reader(self.evaluator)
        return Thought(self.evaluator, question, limit or usual, self.now, is_enough, reader, every)

    @property
    def _present_limit(self) -> Limit:
        """How long is thought about the present position: in a game with a clock as long as the computer's
        allows if it is to move, also while the clock does not run yet."""
        if self.time_system is None or not self.computer_to_move:
            return self.limit
        return self.clock.limit(self.game.to_move, self.limit, self._used)

    @property
    def searches(self) -> bool:
        """Whether positions are searched; else the network alone is asked."""
        return self.limit.visits > 1

    def accept(self, question: Question, report: Report) -> bool:
        """Takes a report about a question of `wanted`; says whether it is about the present position."""
        is_present = question == self.wanted()
        if is_present and self.counting:
            self._count.dead = report.dead
        place = JudgedPlace(question.node, question.rules, question.multi)
        self._positions.add(place, Judged(report, question.to_move), is_analysis=question.is_analysis)
        if is_present and question.is_analysis and report.is_last:
            self.analyses = False  # it cannot go on, as the report says
        if self.found_moves:
            self.found_moves.judged(question.node, report.ranking)
        return is_present

    def think(self) -> None:
        """Finds out here and now what is wanted. Raises BadInput when the network cannot be used."""
        asked = None
        while (question := self.wanted()) and question != asked:
            asked = question
            report = self.thought(question).result()
            if report:
                self.accept(question, report)

    def consult(
        self,
        colour: Colour | None = None,
        *,
        multi: bool | None = None,
        views: bool = False,
        count: bool = False,
        avoided: Iterable[int] = (),
        valued_moves: int = 0,
        last_turns: bool = False,
        limit: Limit = ALONE,
        is_enough: Callable[[], bool] = lambda: False,
    ) -> Report:
        """What is thought of the position with this colour to move, asked here and now, whoever's turn it is
        and even after the end.

        `multi` looks at the eight views and takes their mean, or not; None as the session does. With `views`
        each of them is asked, with `count` dead stones are looked for, within the limit and unless they are
        known. Without a limit the network alone is asked; a session that does not search never asks more.
        Moves that are `avoided` are left out. So many of the best candidates get a value as `valued_moves`
        says, until `is_enough` is true. With `last_turns` the win rates at the player's last turns are looked
        for. Raises BadInput when the network cannot be used.
        """
        dead = self._count.dead
        question = self.question(
            colour,
            multi=multi,
            views=views,
            count=count and dead is None,
            dead=dead,
            avoided=avoided,
            valued_moves=valued_moves,
            last_turns=last_turns,
        )
        report = self.thought(question, limit, is_enough).result()
        assert report  # nobody else knows of the thought, and can cancel it
        if count and self._count.dead is None:
            self._count.dead = report.dead
        return report

    @property
    def standing(self) -> Standing | None:
        """Who is ahead, seen by Black; None while that is not known."""
        known = self._known(self.tree.node)
        return known.black if known else None

    @property
    def points_lost(self) -> float | None:
        """How many points the last move lost, as `judged_line.points_lost` has it; None if that is not
        known."""
        return self.judged_last().lost

    def next_lost(self, move: Move) -> float | None:
        """How many points a next move of the game loses, as `judged_line.points_lost` has it; None if that is
        not known."""
        known = self._known(self.tree.node)
        after = next((node for node, made in self.tree.following(self.tree.node) if made == move), None)
        return points_lost(known, move, self._known(after) if after else None) if known else None

    def judged_last(self) -> JudgedMove:
        """The present position, and the move that led to it, as far as they are judged."""
        return judged_line(self.tree.way, self._known)[-1]

    def judged_line(self) -> tuple[JudgedMove, ...]:
        """The present line, from the root to its end, as far as its positions are judged."""
        return judged_line(self.tree.line, self._known)

    def report_at(self, node: Hashable) -> Report | None:
        """What is known of the position at a node of the tree; None while nothing is."""
        known = self._known(node)
        return known.report if known else None

    def sweep(self, limit: Limit = ALONE) -> Sweep:
        """A request to judge every position of the present line, for any thread, each within the limit.
        `accept` takes its reports. Raises BadInput without a network."""
        if self.evaluator is None:
            raise BadInput(NO_NETWORK_TEXT)
        return Sweep(self.evaluator, self.tree.twin(), self.multi, limit)

    def dismiss_network(self) -> None:
        """Goes on with this game without the network, which cannot be used.

        The next game asks it again. It may be that it cannot read boards of this size alone.
        """
        self.evaluator = None

    @property
    def can_estimate(self) -> bool:
        """Whether there is a network to look for dead stones."""
        return self.evaluator is not None

    def estimate(self) -> Score:
        """The score of the board without the dead stones, which are looked for here and now unless they
        are known. Raises BadInput when the network cannot be used."""
        if not self.dead_are_known:
            self.consult(count=True)
        return self.score()


def _has_values(report: Report, valued_moves: int) -> bool:
    """Whether so many candidates have a value, or all of them. What a search did not try needs none."""
    return report.is_searched or sum(one.has_value for one in report.candidates) >= min(
        valued_moves, len(report.candidates)
    )
