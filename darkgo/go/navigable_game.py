"""One game of a file with a present node, and moving that node through the tree of its variations.

The position at the present node is a `Game` in which every move from the root was made. Going back undoes
steps, going forward makes them.
"""

from collections.abc import Hashable, Iterator

from darkgo.errors import BadInput
from darkgo.go.annotations import Annotations
from darkgo.go.game import Game, IllegalMove, Rules
from darkgo.go.line import Line, Place, place_of, places
from darkgo.go.nodes import Node
from darkgo.go.sgf import SgfError
from darkgo.go.sgf_file import SgfFile
from darkgo.go.sgf_game import SgfGame
from darkgo.go.steps import Move, has_move, make_steps, move_of, move_out_of_root


class NavigableGame(SgfGame):
    """A game of a file with a present node."""

    game: Game
    """The position at the present node, with the moves from the root to it. Only the tree may change it."""

    def _open(self, file: SgfFile, number: int, rules: Rules) -> None:
        super().__init__(file, number)
        root, header = self.root, self.header
        size = header.size
        move_out_of_root(root)
        self._path: list[tuple[Node, int]] = []
        """The nodes from the root to the present one, each with the number of its steps."""
        self._line = Line()
        self._length: int | None = None
        """The length of the present line in moves; None if it must be counted again."""
        self.game = Game(size, rules)
        self.game.handicap = header.handicap
        try:
            self._enter(root)
        except IllegalMove as error:
            raise SgfError("bad setup", str(error)) from None

    # The present node

    @property
    def _node(self) -> Node:
        return self._path[-1][0]

    @property
    def node(self) -> Hashable:
        """A key for the present node. It is the same at every visit, and no other node has it."""
        known: Hashable = self._node
        return known

    @property
    def variations(self) -> tuple[Move | None, ...]:
        """The first move of each variation from here; None for one that begins with a setup."""
        return tuple(self._move(self._line.to_step(child)[-1]) for child in self._node.children)

    @property
    def branches(self) -> int:
        """The number of variations from here."""
        return len(self._node.children)

    @property
    def sibling(self) -> tuple[int, int]:
        """The index of the present node among the children of its parent, from 0, and their number."""
        parent = self._node.parent
        return (0, 1) if parent is None else (parent.children.index(self._node), len(parent.children))

    @property
    def is_bare(self) -> bool:
        """Whether the tree has only the root."""
        return not self.root.children

    @property
    def next_move(self) -> Move | None:
        """The next move of this line; None at its end, before a setup, and before an invalid move.

        Nodes without a move or a setup are skipped.
        """
        following = self._line.next(self._node)
        return None if following is None else self._move(self._line.to_step(following)[-1])

    @property
    def length(self) -> int:
        """The number of moves on the present line from the root to its end."""
        if self._length is None:
            self._length = self.game.move_number + sum(map(has_move, self._line.after(self._node)))
        return self._length

    @property
    def line(self) -> Iterator[Place]:
        """The nodes of the present line, from the root to its end."""
        return places(self._line_nodes(), self.game.size)

    @property
    def leaves_main_line_at(self) -> int:
        """The number of the first move of the present line that is not on the main line; 0 if all are."""
        number = 0
        for node in self._line_nodes():
            number += has_move(node)
            if node.parent is not None and node.parent.children[0] is not node:
                return number
        return 0

    @property
    def way(self) -> Iterator[Place]:
        """The nodes from the root to the present one."""
        return places([node for node, _ in self._path], self.game.size)

    def following(self, node: Hashable) -> tuple[tuple[Hashable, Move | None], ...]:
        """The nodes that follow a node of the tree: the key of each, and its move if it has one."""
        assert isinstance(node, Node)
        return tuple((child, self._move(child)) for child in node.children)

    @property
    def place(self) -> Place:
        """The present node."""
        return place_of(self._node, self.game.move_number, self.game.size)

    def _line_nodes(self) -> list[Node]:
        return [*(node for node, _ in self._path), *self._line.after(self._node)]

    def _move(self, node: Node) -> Move | None:
        return move_of(node, self.game.size)

    @property
    def comment(self) -> str:
        """The comment on the present node."""
        return self.annotations().comment

    @property
    def labels(self) -> dict[int, str]:
        """The marks of the present node, by point: one or two letters, or a symbol."""
        return self.annotations().labels

    def annotations(self, node: Hashable = None) -> Annotations:
        """The annotations of the node with this key, or of the present node."""
        wanted = self._node if node is None else node
        assert isinstance(wanted, Node)
        return Annotations(self, wanted, self.game.size)

    def latest(self, ident: str) -> Annotations | None:
        """The annotations of the last node with this property, up to the present one; None if no node has
        it."""
        found = (node for node, _ in reversed(self._path) if ident in node.properties)
        node = next(found, None)
        return None if node is None else self.annotations(node)

    # Moving through the tree

    def back(self) -> bool:
        """Go to the previous node. False at the root."""
        if len(self._path) == 1:
            return False
        _, steps = self._path.pop()
        for _ in range(steps):
            self.game.undo()
        return True

    def forward(self) -> bool:
        """Go to the next node of this line: the child visited last, else the first. False at the end.

        Raises BadInput with the move number and the reason if the move or the setup of that node cannot be
        made. Then nothing is changed.
        """
        following = self._line.next(self._node)
        if following is None:
            return False
        self._enter(following)
        return True

    def switch(self, step: int) -> bool:
        """Go to the sibling that is `step` places after the present node, or before it if negative.

        False if there is no such sibling. Raises BadInput as `forward` does.
        """
        index, count = self.sibling
        if not 0 <= index + step < count:
            return False
        here = self._node
        self.back()
        try:
            self._enter(self._node.children[index + step])
        except BadInput:
            self._enter(here)
            raise
        return True

    def go_to(self, number: int) -> None:
        """Go along the present line to the node of a move, to the root for 0. Stops at the end of the line.

        Raises BadInput as `forward` does, after going as far as possible.
        """
        while self._is_past(number) and self.back():
            pass
        while self.game.move_number < number and self.forward():
            pass
        if number > 0 and self.game.move_number == self.length:
            # Nodes after the last move, such as comments, belong to the end of the line.
            while self.forward():
                pass

    def visit(self, node: Hashable) -> None:
        """Go to any node of the tree.

        Raises BadInput as `forward` does, after going as far as possible.
        """
        assert isinstance(node, Node)
        entered = {each for each, _ in self._path}
        ahead: list[Node] = []
        fork: Node | None = node
        while fork is not None and fork not in entered:
            ahead.append(fork)
            fork = fork.parent
        while self._node is not fork and self.back():
            pass
        for each in reversed(ahead):
            self._enter(each)

    def go_to_before(self, number: int) -> None:
        """Go along the present line to the position before a move, including any setup just before it.

        Stops at the end of the line. Raises BadInput as `forward` does.
        """
        self.go_to(number - 1)
        while (following := self._line.next(self._node)) and not has_move(following):
            self.forward()

    def _is_past(self, number: int) -> bool:
        """Whether the present node comes after the node of that move."""
        there = self.game.move_number
        return there > number or (there == number and not has_move(self._node))

    def _enter(self, node: Node) -> None:
        """Go to a child of the present node, or to the root. Raises BadInput, and stays, if that fails."""
        steps = make_steps(self.game, node, self.charset)
        if self._path:
            if node is not self._line.next(self._node):
                self._length = None
            self._line.visit(node)
        self._path.append((node, steps))
