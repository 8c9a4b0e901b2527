"""The search: it chooses the positions to evaluate, and carries their values back to the root.

A visit begins at the root and takes the move with the highest PUCT at each node, until it reaches a position
that was not evaluated yet. The value of that position is added to all nodes on the way. Several visits are
gathered for one batch, because the network evaluates a batch faster than single boards.
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
"""Pairs of numbers: visits of the root, and the size of a batch from so many visits on. The network is
compiled for these sizes. In a small tree, a large batch would visit bad moves."""
LARGEST_BATCH = 32
"""The largest batch that makes sense on a CPU."""
LONGEST_VARIATION = 20


class Search:
    """Reads ahead in one game. The tree is kept from move to move. Use it from one thread at a time."""

    def __init__(
        self,
        evaluator: Evaluator,
        *,
        seed: int = 0,
        most_nodes: int = MOST_NODES,
        largest_batch: int = LARGEST_BATCH,
    ) -> None:
        """The seed, 0 to 2^64 - 1, decides in which view the network sees each position. No batch is larger
        than `largest_batch`."""
        self._evaluator = evaluator
        self._seed = seed
        self._most_nodes = most_nodes
        self._batches = [(visits, size) for visits, size in BATCHES if size <= largest_batch]
        self._tree: Tree | None = None
        self._is_spoilt = False
        """Whether an error has interrupted the search: the tree may be read, but not searched further."""
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

        `known`: an evaluation of the position, with values. `moves`: the legal moves to search, with their
        priors. `dead`: the mask of the stones that are dead if both players pass. `multi`: whether the
        network looks at the eight views of each board. The tree below the position is kept if only moves were
        made since the last root.
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
        # This comes last, because the evaluator may raise an error.
        self._tree = tree

    def advance(self, most: int) -> int:
        """Makes up to `most` visits with one batch of evaluations. Returns their number, 0 if the tree is
        full.

        Raises what the evaluator raises. Then `found` still gives the results before this call, and the next
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
            # A visit counts at once, as a loss until its value is known (virtual loss).
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
        """How many visits the next batch has."""
        return self.batch_at(self.visits)

    def batch_at(self, visits: int) -> int:
        """How many visits a batch has when the root has so many visits."""
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
        """The visits of the root, including those kept from an earlier root."""
        return int(self.tree.visits[ROOT])

    def leaders(self) -> tuple[int, int, bool]:
        """The visits of the two most visited moves of the root, and whether the first of them is sure.

        It is sure if no move with at least half as many visits has a higher win rate.
        """
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
        """The results for the root."""
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
        """The old tree and the node of the new root in it; None if the tree does not have this position."""
        # An error from here on may leave the tree half changed. Then it is not used again.
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
        """Computes the sums of the root again, from its evaluation and its present moves. The lead by this
        evaluation becomes the centre of all values."""
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
        """Begins the sums of ownership. Moves with visits are evaluated again, usually from the cache."""
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
        """Evaluates the last node of each line, and backs its value up."""
        try:
            found = self._evaluator.evaluate([self._position(tree, int(line[-1])) for line in lines])
        except BaseException:
            for line in lines:
                tree.visits[line] -= 1
            # The new leaves have no evaluation, and no later visit would ask for it.
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
        # Sums are seen by the player who moved into a node: in turns the opponent of the leaf's mover, and
        # its mover.
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
        """The win rate and the lead of an evaluation, seen by its mover."""
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
        """The position of a node for the network. Its view is drawn from the stones and the seed."""
        stones = (tree.boards[node].array() * tree.mover[node]).tobytes()
        drawn = blake2b(stones, digest_size=1, salt=self._seed.to_bytes(8)).digest()[0]
        return Position(stones, MEAN if self._multi else drawn % VIEWS)
