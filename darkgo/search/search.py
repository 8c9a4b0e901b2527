"""The search: which positions are evaluated next, and what that says of those before them.

One visit goes from the root along the moves that deserve it most, by PUCT, to a position that was not
evaluated yet. Its value goes back along the same line. Several visits are gathered before the network is
asked, because it evaluates a batch faster than one board after another.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b

import numpy as np

from darkgo.go.game import Game
from darkgo.go.points import PASS
from darkgo.go.score import mover_komi, surplus
from darkgo.go.symmetry import COUNT as VIEWS
from darkgo.model.evaluation import MEAN, Evaluation, Evaluator, Position
from darkgo.search.descent import Descent, NodeLine, TreeIsFull
from darkgo.search.edges import edges
from darkgo.search.ending import Ending, counted
from darkgo.search.formulas import lower_bound, utility
from darkgo.search.found import Found, VisitedMove
from darkgo.search.ownership import MeanOwnership
from darkgo.search.past import Past
from darkgo.search.room import MOST_NODES
from darkgo.search.tree import ROOT, Tree

BATCHES = ((16384, 256), (4096, 128), (1024, 32), (32, 8), (0, 1))
"""From so many visits on so many are gathered at a time, if the network takes as many. It is compiled for
batches of these sizes. In a small tree a large batch would be spent on moves that do not deserve it."""
LARGEST_BATCH = 32
"""The largest batch that makes sense on a processor."""
LONGEST_VARIATION = 20


class Search:
    """Reads ahead in one game. The tree is kept from move to move. Not for several threads at a time."""

    def __init__(
        self,
        evaluator: Evaluator,
        *,
        seed: int = 0,
        most_nodes: int = MOST_NODES,
        largest_batch: int = LARGEST_BATCH,
    ) -> None:
        """The seed, 0 to 2^64 - 1, decides how each position is turned before the network sees it. No batch
        is larger than `largest_batch`."""
        self._evaluator = evaluator
        self._seed = seed
        self._most_nodes = most_nodes
        self._batches = [(visits, size) for visits, size in BATCHES if size <= largest_batch]
        self._tree: Tree | None = None
        self._is_spoilt = False
        """Whether the tree can be told from, but not gone on with."""
        self.is_full = False
        """Whether the tree has no room for another position."""

    # What is asked

    def begin(
        self,
        game: Game,
        known: Evaluation,
        moves: Mapping[int, float],
        *,
        dead: int = 0,
        multi: bool = False,
    ) -> None:
        """Makes the present position of a game the root.

        `known` is an evaluation of it with a value; `moves` the legal moves that are considered, with their
        priors; `dead` the mask of the stones that are dead if both players pass. With `multi` the network
        looks at eight views of each board. What is known below the position stays, if the game has gone on
        from the last root by moves.
        """
        past = Past.of(game)
        known_tree, node = self._known(past, game)
        passes = 1 if game.last_move == PASS and not game.is_over else 0
        tree = known_tree or Tree(game.board, game.to_move.value, passes, surplus(game))
        self._past, self._rules, self._size = past, game.rules, game.size
        self._dead, self._multi = dead, multi
        self._is_spoilt = self.is_full = False
        self._endings: dict[int, Ending] = {}
        tree.replace_edges(node, list(moves), list(moves.values()))
        tree.keep(node)
        self._sum_up(tree, known)
        self._own(tree, known)
        self._descent = Descent(tree, past, self._most_nodes)
        # Last, because the evaluator may have raised an error before.
        self._tree = tree

    def advance(self, most: int) -> int:
        """Makes up to `most` visits with one batch of evaluations, and returns their number: 0 if the tree
        is full.

        Raises what the evaluator raises. Then `found` still tells what was found before, and the next
        `begin` starts with an empty tree.
        """
        tree = self.tree
        wanted = min(most, self.batch)
        asked: list[NodeLine] = []
        repeated: list[NodeLine] = []
        ended = 0
        while len(asked) + ended < wanted and len(repeated) < wanted:
            try:
                line, is_new = self._descent.line()
            except TreeIsFull:
                self.is_full = True
                break
            # A visit counts at once, as a loss until its value is known.
            tree.visits[line] += 1
            if tree.passes[line[-1]] == 2:
                self._back_up(tree, line, self._ending(tree, int(line[-1])))
                ended += 1
            else:
                (asked if is_new else repeated).append(line)
        for line in repeated:
            tree.visits[line] -= 1
        if asked:
            self._evaluate(tree, asked)
        return len(asked) + ended

    @property
    def batch(self) -> int:
        """How many visits are gathered next."""
        return self.batch_at(self.visits)

    def batch_at(self, visits: int) -> int:
        """How many visits are gathered at a time when the root has so many."""
        return next(size for least, size in self._batches if visits >= least)

    @property
    def has_begun(self) -> bool:
        """Whether there is a tree."""
        return self._tree is not None

    @property
    def tree(self) -> Tree:
        """The tree. Raises RuntimeError before `begin`."""
        if self._tree is None:
            raise RuntimeError("the search has not begun")
        return self._tree

    @property
    def visits(self) -> int:
        """Those of the root, with those kept from an earlier root."""
        return int(self.tree.visits[ROOT])

    def leaders(self) -> tuple[int, int, bool]:
        """The visits of the most visited move of the root and of the second, and whether the first has the
        highest win rate of all that have half as many."""
        tree = self.tree
        ids = tree.children(ROOT)
        visits = tree.visits[ids]
        if not visits.any():
            return 0, 0, False
        first = int(visits.argmax())
        most = int(visits[first])
        rates = np.where(2 * visits >= most, tree.win[ids] / np.maximum(visits, 1), 0)
        second = int(np.delete(visits, first).max(initial=0))
        return most, second, int(rates.argmax()) == first

    def found(self) -> Found:
        """What is known of the root."""
        tree, visits = self.tree, self.visits
        children = zip(tree.points(ROOT).tolist(), tree.children(ROOT).tolist(), strict=False)
        moves = [self._move(point, child) for point, child in children if tree.visits[child]]
        return Found(
            visits,
            1 - float(tree.win[ROOT]) / visits,
            -float(tree.lead[ROOT]) / visits,
            self._ownership.mean,
            tuple(sorted(moves, key=lambda move: (-move.visits, -move.win))),
        )

    def _move(self, point: int, child: int) -> VisitedMove:
        tree, visits = self.tree, int(self.tree.visits[child])
        win = float(tree.win[child]) / visits
        return VisitedMove(
            point,
            visits,
            win,
            lower_bound(win, float(tree.squares[child]), visits),
            float(tree.lead[child]) / visits,
            self._variation(point, child),
            self._ownership.after(child),
        )

    def _variation(self, point: int, node: int) -> tuple[int, ...]:
        tree, moves = self.tree, [point]
        while len(moves) < LONGEST_VARIATION and tree.opened[node]:
            ids = tree.children(node)
            best = int(tree.visits[ids].argmax())
            if not tree.visits[ids[best]]:
                break
            moves.append(int(tree.points(node)[best]))
            node = int(ids[best])
        return tuple(moves)

    # The root

    def _known(self, past: Past, game: Game) -> tuple[Tree | None, int]:
        """The tree and the node of a later position of the same game; None if that is not in it."""
        # Whatever fails from here on, a tree that may be half changed is not used again.
        tree, self._tree = self._tree, None
        if tree is None or self._is_spoilt or (game.rules, game.size) != (self._rules, self._size):
            return None, ROOT
        moves = self._past.moves_to(past)
        node: int | None = ROOT if moves is not None else None
        for point in moves or ():
            node = None if node is None else tree.child_by(node, point)
        if node is None or not tree.visits[node] or tree.passes[node] == 2:
            return None, ROOT
        return tree, node

    def _sum_up(self, tree: Tree, known: Evaluation) -> None:
        """Sums the root up anew from its own evaluation and the moves that it has now, with what the player
        leads by as the centre of all values."""
        win, lead = self._value(tree, ROOT, known)
        self._centre = lead * int(tree.mover[ROOT])
        ids, nodes = tree.children(ROOT), slice(0, tree.nodes)
        visits = np.maximum(tree.visits[nodes], 1)
        centres = -self._centre * tree.mover[nodes]
        tree.utility[nodes] = tree.visits[nodes] * utility(
            tree.win[nodes] / visits, tree.lead[nodes] / visits, centres, self._size
        )
        own = float(utility(win, lead, lead, self._size))
        seen = tree.visits[ids]
        tree.visits[ROOT] = 1 + seen.sum()
        tree.utility[ROOT] = 1 - own + (seen - tree.utility[ids]).sum()
        tree.win[ROOT] = 1 - win + (seen - tree.win[ids]).sum()
        tree.lead[ROOT] = -lead - tree.lead[ids].sum()

    def _own(self, tree: Tree, known: Evaluation) -> None:
        """Begins the ownership. The evaluations of moves that were visited already are known as a rule."""
        assert known.ownership is not None
        self._ownership = MeanOwnership(known.ownership)
        children = [child for child in tree.children(ROOT).tolist() if tree.visits[child]]
        open_ones = [child for child in children if tree.passes[child] < 2]
        asked = [self._position(tree, child) for child in open_ones]
        found = self._evaluator.evaluate(asked) if asked else []
        for child, evaluation in zip(open_ones, found, strict=True):
            assert evaluation.ownership is not None
            self._ownership.add(child, -evaluation.ownership)
        for child in children:
            if tree.passes[child] == 2:
                self._ownership.add(child, -self._ending(tree, child).ownership)

    # The leaves

    def _evaluate(self, tree: Tree, lines: Sequence[NodeLine]) -> None:
        """Evaluates the last nodes of lines from the root, and backs their values up."""
        try:
            found = self._evaluator.evaluate([self._position(tree, int(line[-1])) for line in lines])
        except BaseException:
            for line in lines:
                tree.visits[line] -= 1
            # Its new leaves would wait for an evaluation for ever.
            self._is_spoilt = True
            raise
        for line, evaluation in zip(lines, found, strict=True):
            leaf = int(line[-1])
            is_late = 3 * tree.boards[leaf].occupied.bit_count() >= self._size**2
            try:
                tree.expand(leaf, *edges(evaluation, is_late))
            except MemoryError:
                self.is_full = True
            win, lead = self._value(tree, leaf, evaluation)
            assert evaluation.ownership is not None
            self._back_up(tree, line, Ending(win, lead, evaluation.ownership))

    def _back_up(self, tree: Tree, line: NodeLine, leaf: Ending) -> None:
        """Adds the value of a leaf, seen by its mover, to the nodes of the line."""
        win, lead, centre = leaf.win, leaf.lead, self._centre * int(tree.mover[line[-1]])
        value = float(utility(win, lead, centre, self._size))
        # Who moved into the leaf is not its mover; so on to the root in turns.
        for nodes, one, rate, points in (
            (line[::-2], 1 - value, 1 - win, -lead),
            (line[-2::-2], value, win, lead),
        ):
            tree.utility[nodes] += one
            tree.win[nodes] += rate
            tree.squares[nodes] += rate * rate
            tree.lead[nodes] += points
        if len(line) > 1:
            self._ownership.add(int(line[1]), leaf.ownership if len(line) % 2 else -leaf.ownership)

    def _value(self, tree: Tree, node: int, evaluation: Evaluation) -> tuple[float, float]:
        """Win rate and lead by an evaluation, seen by its mover."""
        mover, placed, passes = int(tree.mover[node]), int(tree.surplus[node]), int(tree.passes[node])
        komi = mover_komi(self._rules, mover, placed, passes > 0)
        return evaluation.win_rate(komi), evaluation.margin + komi

    def _ending(self, tree: Tree, node: int) -> Ending:
        """The count of a position in which the game is over."""
        if node not in self._endings:
            mover, placed = int(tree.mover[node]), int(tree.surplus[node])
            self._endings[node] = counted(tree.boards[node], mover, placed, self._rules, self._dead)
        return self._endings[node]

    def _position(self, tree: Tree, node: int) -> Position:
        """What the network is asked of a node. Its view is drawn from the stones and the seed."""
        stones = (tree.boards[node].array() * tree.mover[node]).tobytes()
        drawn = blake2b(stones, digest_size=1, salt=self._seed.to_bytes(8)).digest()[0]
        return Position(stones, MEAN if self._multi else drawn % VIEWS)
