"""A game with its variations: the tree of an SGF file, and the present node in it.

A node keeps all its properties, so unknown properties are written back unchanged. `navigable_game.py` moves
the present node. Here the tree is read and changed.
"""

from collections.abc import Iterable
from dataclasses import replace

from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.line import Line
from darkgo.go.navigable_game import NavigableGame
from darkgo.go.nodes import Node, Properties, TakeBack, make_first, remove
from darkgo.go.points import PASS, Colour
from darkgo.go.rulesets import USUAL, name_of
from darkgo.go.sgf import SgfError, move_node, root_of, setup_node
from darkgo.go.sgf_file import SgfFile
from darkgo.go.steps import has_setup


class GameTree(NavigableGame):
    """A game of a file with its variations, and a present node."""

    def __init__(self, game: Game) -> None:
        """The tree of a game up to its present step, without variations, at its last node.

        Keeps the rules of the game. The game itself is not changed.
        """
        self._open(SgfFile.of(root_of(game)), 1, game.rules)
        while self.forward():
            pass

    @classmethod
    def read(cls, data: bytes, number: int | None = None) -> "GameTree":
        """One game of a file, at its root: the game with this number, or the first that can be used.

        `write` keeps the other games. Raises SgfError if the file has no such game, or if the game is not Go
        on a board of a possible size. Moves are checked when they are reached. Without a komi in the file the
        komi is 0. Without known rules (RU), the komi and the result tell whether territory is counted.
        """
        file = SgfFile(data)
        if number is not None:
            return cls._of(file, number)
        refusal: SgfError | None = None
        for each in range(1, file.count + 1):
            try:
                return cls._of(file, each)
            except SgfError as error:
                refusal = refusal or error
        raise refusal or SgfError("not SGF", "it contains no game tree")

    def other(self, number: int) -> "GameTree":
        """Another game of the same file, at its root. Both write the changes of either game.

        Raises SgfError as `read` does.
        """
        return self._of(self._file, number)

    def twin(self) -> "GameTree":
        """A second tree of the same nodes and with the same present line, at its root, for another thread."""
        tree = GameTree.__new__(GameTree)
        tree._open(self._file, self.number, self.game.rules)
        tree._line = self._line.copy()
        return tree

    @classmethod
    def _of(cls, file: SgfFile, number: int) -> "GameTree":
        if not 1 <= number <= file.count:
            raise SgfError("no such game", f"{number}; the file has {file.count}")
        tree = cls.__new__(cls)
        tree._open(file, number, file.header(number).rules)
        return tree

    # Its rules

    def set_komi(self, komi: float) -> None:
        """Change the komi of the game."""
        self.game.rules = replace(self.game.rules, komi=komi)
        self.set_text("KM", f"{komi:g}")

    def set_rules(self, rules: Rules) -> None:
        """Change the rules of the game, and its komi."""
        self.set_komi(rules.komi)
        self.game.rules = rules
        self.set_text("RU", USUAL[name_of(rules)])

    # Adding nodes

    def play(self, point: int, colour: Colour | None = None) -> None:
        """Make a move: enter the variation that begins with it, or add a new variation after the others.

        Raises IllegalMove if the rules forbid the move. A move that already starts a variation is not
        checked.
        """
        move = colour or self.game.to_move, point
        for child in self._node.children:
            nodes = self._line.to_step(child)
            if self._move(nodes[-1]) == move and not has_setup(nodes[-1]):
                if point != PASS and self.game.board.at(point):
                    break
                for node in nodes:
                    self._enter(node)
                return
        self.game.play(point, colour)
        self._add(move_node(*move, self.game.size))

    def edit(self, point: int, colour: Colour | None) -> None:
        """Set or clear a point, in a new variation. The turn stays the same.

        Raises IllegalMove as `Game.edit` does.
        """
        before = self.game.board
        self.game.edit(point, colour)
        if self.game.board != before:
            self._add(setup_node(before, self.game.board, self.game.to_move))

    def set_up(self, board: Board, to_move: Colour) -> None:
        """Put a whole position on the board, in a new variation. Raises as `Game.set_up` does."""
        before = self.game.board
        self.game.set_up(board, to_move)
        self._add(setup_node(before, board, to_move))

    def _add(self, properties: Properties) -> None:
        """Add a node for the step that the game has just made."""
        node = Node(self._node, properties)
        self._line.visit(node)
        self._path.append((node, 1))
        self._changed()

    def add_line(self, points: Iterable[int]) -> TakeBack:
        """Add moves of the players in turn as a variation, and stay here. The present line stays the same.

        The returned function removes the new nodes again, except those from which something was played since.
        Raises IllegalMove at a move that the rules forbid, and BadInput if no node is new. Then nothing is
        changed.
        """
        here, line = self._node, self._line.copy()
        added: list[Node] = []

        def take_back() -> None:
            for node in reversed(added):
                if node.children or node.parent is None:
                    break
                if self._line.next(node.parent) is node:
                    self._line.forget(node.parent)
                remove(node)
            self._changed()

        try:
            for point in points:
                parent, before = self._node, len(self._node.children)
                self.play(point)
                if len(parent.children) > before:
                    added.append(self._node)
        except BadInput:
            self._return_to(here, line)
            take_back()
            raise
        self._return_to(here, line)
        if not added:
            raise BadInput("the game has this variation already")
        return take_back

    def _return_to(self, here: Node, line: Line) -> None:
        """Go back to a node, and make this the present line."""
        while self._node is not here:
            self.back()
        self._line, self._length = line, None

    # Rearranging nodes

    def delete(self) -> TakeBack:
        """Remove the present node with all that follows it, and go to the previous node.

        The returned function puts the node back and enters it. Raises BadInput at the root.
        """
        left = self._node
        if not self.back():
            raise BadInput("the beginning of a game cannot be removed")
        put_back = remove(left)
        self._line.forget(self._node)
        self._changed()

        def take_back() -> None:
            put_back()
            self._changed()
            self._enter(left)

        return take_back

    def make_main(self) -> TakeBack:
        """Make the present line the main line. Raises BadInput if it is the main line already."""
        put_back = make_first(self._line_nodes())
        if put_back is None:
            raise BadInput("this is the main line already")
        self._changed()

        def take_back() -> None:
            put_back()
            self._changed()

        return take_back

    def _changed(self) -> None:
        """Note that the nodes were changed, and perhaps the present line."""
        self._length = None
        self.mark_changed()
