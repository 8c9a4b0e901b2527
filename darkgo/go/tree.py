"""A game with its variations: the tree of an SGF file, and the present node in it.

A node keeps all its properties, so unknown properties are written back unchanged. The position at the present
node is a `Game` in which every move from the root was made. Going back undoes steps, going forward makes
them.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from sgfmill import sgf_grammar

from darkgo.errors import BadInput, shown
from darkgo.go.annotations import Annotations, TakeBack, printable
from darkgo.go.board import Board
from darkgo.go.game import Game, IllegalMove, Rules
from darkgo.go.nodes import Node, Properties
from darkgo.go.points import PASS, Colour
from darkgo.go.result import read_result, says_no_winner
from darkgo.go.rulesets import USUAL, name_of
from darkgo.go.sgf import (
    SgfError,
    area,
    move_node,
    named_points,
    root_of,
    setup_node,
    simple_text,
)
from darkgo.go.sgf_file import SgfFile

Move = tuple[Colour, int]

_COLOURS = {"B": Colour.BLACK, "W": Colour.WHITE}
_SETUP = {"AB": Colour.BLACK, "AW": Colour.WHITE, "AE": None}


class Place(NamedTuple):
    """A node of a line."""

    node: Hashable
    """Its key."""
    number: int
    """The moves of the line up to the node, with its own."""
    move: Move | None
    """The move of the node; None if it has none, or one that is not a point of the board."""
    changes_board: bool
    """Whether it is the root, or has a move or a setup. Otherwise its position is that of the node before."""


class GameTree:
    """A game with variations and a present node."""

    game: Game
    """The position at the present node, with the moves from the root to it. Only the tree may change it."""
    number: int
    """The number of the game in its file, from 1."""

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
        komi is 0. Without known rules (RU), area is counted, or territory where komi and result tell so.
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
        """The same game with the same present line, at its root, for another thread to move about in."""
        tree = GameTree.__new__(GameTree)
        tree._open(self._file, self.number, self.game.rules)
        tree._visited = dict(self._visited)
        return tree

    @classmethod
    def _of(cls, file: SgfFile, number: int) -> "GameTree":
        if not 1 <= number <= file.count:
            raise SgfError("no such game", f"{number}; the file has {file.count}")
        tree = cls.__new__(cls)
        tree._open(file, number, file.header(number).rules)
        return tree

    def _open(self, file: SgfFile, number: int, rules: Rules) -> None:
        self._file = file
        self.number = number
        self._root = root = file.root(number)
        header = file.header(number)
        size = header.size
        # A first move in the root gets its own node, so that the root is the position before it.
        move = {ident: root.properties.pop(ident) for ident in _COLOURS if ident in root.properties}
        if move:
            following, root.children = root.children, []
            first = Node(root, move)
            first.spellings = root.spellings
            first.children = following
            for child in following:
                child.parent = first
        self._path: list[tuple[Node, int]] = []
        self._visited: dict[Node, Node] = {}
        self._length: int | None = None
        """The length of the present line in moves; None if it must be counted again."""
        self.game = Game(size, rules)
        self.game.handicap = header.handicap
        try:
            self._enter(root)
        except IllegalMove as error:
            raise SgfError("bad setup", str(error)) from None

    # The file

    @property
    def count(self) -> int:
        """The number of games in its file."""
        return self._file.count

    @property
    def damage(self) -> str:
        """One line on what could not be kept of the file; empty if all was kept."""
        return self._file.damage

    @property
    def remarks(self) -> list[str]:
        """One line on each property of the game that is kept but could not be interpreted."""
        header = self._file.header(self.number)
        found = [header.charset.remark] if header.charset.remark not in self.damage else []
        if header.komi is None and header.komi_text:
            ident = "KM" if header.text("KM") else "KO"
            found.append(f"{ident}[{shown(header.komi_text)}] is not understood: no komi")
        result = header.text("RE")
        if read_result(result).winner is None and not says_no_winner(result):
            found.append(f"RE[{shown(result)}] is not understood")
        if several := self._nodes_of_several_moves():
            nodes = "1 node has" if several == 1 else f"{several} nodes have"
            found.append(f"{nodes} more than one move: the first is played")
        return found

    def _nodes_of_several_moves(self) -> int:
        found, waiting = 0, [self._root]
        while waiting:
            node = waiting.pop()
            waiting += node.children
            found += sum(len(node.properties[ident]) for ident in _moves(node)) > 1
        return found

    # The present node

    @property
    def _node(self) -> Node:
        return self._path[-1][0]

    @property
    def node(self) -> Hashable:
        """A key for the present node: the same at every visit, and different from that of every other
        node."""
        known: Hashable = self._node
        return known

    @property
    def variations(self) -> tuple[Move | None, ...]:
        """The first move of each variation from here; None for one that begins with a setup."""
        return tuple(self._move(self._plain_from(child)[-1]) for child in self._node.children)

    @property
    def branches(self) -> int:
        """The number of variations from here."""
        return len(self._node.children)

    @property
    def sibling(self) -> tuple[int, int]:
        """The index of the present node among its siblings, from 0, and the number of siblings with
        itself."""
        parent = self._node.parent
        return (0, 1) if parent is None else (parent.children.index(self._node), len(parent.children))

    @property
    def is_bare(self) -> bool:
        """Whether the tree has only the root."""
        return not self._root.children

    @property
    def next_move(self) -> Move | None:
        """The next move of this line; None at its end, before a setup, and before an invalid move.

        Nodes without a move or a setup are skipped.
        """
        following = self._next(self._node)
        return None if following is None else self._move(self._plain_from(following)[-1])

    @property
    def length(self) -> int:
        """The number of moves on the present line from the root to its end."""
        if self._length is None:
            self._length = self.game.move_number + sum(_is_move(node) for node in self._ahead(self._node))
        return self._length

    @property
    def line(self) -> Iterator[Place]:
        """The nodes of the present line, from the root to its end."""
        return self._places([*(node for node, _ in self._path), *self._ahead(self._node)])

    @property
    def leaves_main_line_at(self) -> int:
        """The number of the first move of the present line that is not on the main line; 0 if it is that."""
        for place in self.line:
            node = place.node
            assert isinstance(node, Node)
            if node.parent is not None and node.parent.children[0] is not node:
                return place.number
        return 0

    @property
    def way(self) -> Iterator[Place]:
        """The nodes from the root to the present one."""
        return self._places([node for node, _ in self._path])

    def following(self, node: Hashable) -> tuple[tuple[Hashable, Move | None], ...]:
        """The nodes that follow a node of the tree: the key of each, and its move if it has one."""
        assert isinstance(node, Node)
        return tuple((child, self._move(child)) for child in node.children)

    @property
    def place(self) -> Place:
        """The present node."""
        return self._place(self._node, self.game.move_number)

    def _places(self, nodes: Iterable[Node]) -> Iterator[Place]:
        number = 0
        for node in nodes:
            number += _is_move(node)
            yield self._place(node, number)

    def _place(self, node: Node, number: int) -> Place:
        changes_board = node is self._root or _is_move(node) or _is_setup(node)
        return Place(node, number, self._move(node), changes_board)

    @property
    def comment(self) -> str:
        """The comment on the present node."""
        return self.annotations().comment

    @property
    def labels(self) -> dict[int, str]:
        """The marks of the present node, by point: one or two letters, or a symbol."""
        return self.annotations().labels

    def annotations(self, node: Hashable = None) -> Annotations:
        """What a node says beside its move: the node with this key, or the present one."""
        wanted = self._node if node is None else node
        assert isinstance(wanted, Node)
        return Annotations(self._file, self.number, wanted, self.game.size)

    # Texts of the game

    def text(self, ident: str) -> str:
        """A text of the root, such as PB, Black's name. Only printable characters and blanks; empty if
        missing."""
        return printable(self._file.header(self.number).text(ident))

    def set_text(self, ident: str, text: str) -> None:
        """Change a text of the root; an empty text removes the property. An unchanged text keeps its bytes.

        Raises ValueError if `ident` is not an SGF identifier, and BadInput if the text cannot be written in
        the file's character set.
        """
        if not sgf_grammar.is_valid_property_identifier(ident):
            raise ValueError(f"{ident} is not an SGF identifier")
        if text == self._file.header(self.number).text(ident):
            return
        if text:
            self._root.properties[ident] = [self._file.raw(self.number, text)]
        else:
            self._root.properties.pop(ident, None)
        self._file.change(self.number)

    def set_komi(self, komi: float) -> None:
        """Change the komi of the game."""
        self.game.rules = replace(self.game.rules, komi=komi)
        self.set_text("KM", f"{komi:g}")

    def set_rules(self, rules: Rules) -> None:
        """Change the rules of the game, and its komi."""
        self.set_komi(rules.komi)
        self.game.rules = rules
        self.set_text("RU", USUAL[name_of(rules)])

    def write(self) -> bytes:
        """The bytes of the file. Changed games are written with all their variations, the rest is kept."""
        return self._file.write()

    def write_text(self) -> str:
        """The text of the file, as `write` has it."""
        return self._file.write_text()

    def lines(self) -> Iterator[bytes]:
        """The bytes of `write`, in pieces. Another thread may continue the game meanwhile."""
        return self._file.lines()

    # Adding nodes

    def play(self, point: int, colour: Colour | None = None) -> None:
        """Make a move: enter the variation that begins with it, or add a new variation after the others.

        Raises IllegalMove if the rules forbid the move. A move that already starts a variation is not
        checked.
        """
        move = colour or self.game.to_move, point
        for child in self._node.children:
            nodes = self._plain_from(child)
            if self._move(nodes[-1]) == move and not _is_setup(nodes[-1]):
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
        self._visited[self._node] = node
        self._length = None
        self._path.append((node, 1))
        self._file.change(self.number)

    def add_line(self, points: Iterable[int]) -> bool:
        """Add moves of the players in turn as a variation, and stay here. The present line stays the same.

        Returns whether any node is new. Raises IllegalMove at a move that the rules forbid; those before it
        are kept.
        """
        here, visited, is_new = self._node, dict(self._visited), False
        try:
            for point in points:
                before = len(self._node.children), self._node
                self.play(point)
                is_new |= len(before[1].children) > before[0]
        finally:
            while self._node is not here:
                self.back()
            self._visited, self._length = visited, None
        return is_new

    # Moving through the tree

    def back(self) -> bool:
        """Go to the previous node. False at the root."""
        if len(self._path) == 1:
            return False
        _, steps = self._path.pop()
        for _ in range(steps):
            self.game.undo()
        return True

    def take_back(self) -> bool:
        """Go to the previous node, and remove the present one with all that follows it. False at the root."""
        if len(self._path) == 1:
            return False
        self.delete()
        return True

    def delete(self) -> TakeBack:
        """Remove the present node with all that follows it, and go to the previous node. What is returned
        enters it again, from there. Raises BadInput at the root."""
        left = self._node
        if not self.back():
            raise BadInput("the beginning of a game cannot be removed")
        parent = self._node
        index = parent.children.index(left)
        del parent.children[index]
        self._visited.pop(parent, None)
        self._rearranged()

        def take_back() -> None:
            parent.children.insert(index, left)
            self._rearranged()
            self._enter(left)

        return take_back

    def make_main(self) -> TakeBack:
        """Make the present line the first of its variations everywhere. Raises BadInput if it is that."""
        before = [
            (node.parent, node, node.parent.children.index(node))
            for node in (*(node for node, _ in self._path), *self._ahead(self._node))
            if node.parent is not None
        ]
        if not any(index for _, _, index in before):
            raise BadInput("this is the main line already")

        def place(node: Node, parent: Node, index: int) -> None:
            parent.children.remove(node)
            parent.children.insert(index, node)

        def take_back() -> None:
            for parent, node, index in before:
                # What was played meanwhile stays.
                place(node, parent, index)
            self._rearranged()

        for parent, node, _ in before:
            place(node, parent, 0)
        self._rearranged()
        return take_back

    def _rearranged(self) -> None:
        self._length = None
        self._file.change(self.number)

    def forward(self) -> bool:
        """Go to the next node of this line: the child visited last, else the first. False at the end.

        Raises BadInput with the move number and the reason if the move or the setup of that node cannot be
        made. Then nothing is changed.
        """
        following = self._next(self._node)
        if following is None:
            return False
        self._enter(following)
        return True

    def variation(self, step: int) -> bool:
        """Go to the sibling that is `step` places after the present node, or before it if negative.

        False if there is no such sibling.

        Raises BadInput as `forward` does.
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
        ways = {entered for entered, _ in self._path}
        ahead: list[Node] = []
        goal: Node | None = node
        while goal is not None and goal not in ways:
            ahead.append(goal)
            goal = goal.parent
        while self._node is not goal and self.back():
            pass
        for entered in reversed(ahead):
            self._enter(entered)

    def go_to_before(self, number: int) -> None:
        """Go along the present line to the position before a move, including any setup just before it.

        Stops at the end of the line. Raises BadInput as `forward` does.
        """
        self.go_to(number - 1)
        while (following := self._next(self._node)) and not _is_move(following):
            self.forward()

    def _is_past(self, number: int) -> bool:
        """Whether the present node comes after the node of that move."""
        there = self.game.move_number
        return there > number or (there == number and not _is_move(self._node))

    def _next(self, node: Node) -> Node | None:
        following = self._visited.get(node)
        return node.children[0] if following is None and node.children else following

    def _ahead(self, node: Node) -> Iterator[Node]:
        """The nodes after this one on its line."""
        following = self._next(node)
        while following is not None:
            yield following
            following = self._next(following)

    def _plain_from(self, node: Node) -> list[Node]:
        """The nodes from this one to the first on its line that has a move or a setup, or to the end."""
        nodes = [node]
        for following in self._ahead(node):
            if _is_move(nodes[-1]) or _is_setup(nodes[-1]):
                break
            nodes.append(following)
        return nodes

    # From nodes to steps of the game

    def _enter(self, node: Node) -> None:
        """Go to a child of the present node: place its setup, then make its move."""
        steps = 0
        try:
            if node.parent is None or _is_setup(node):
                steps += self._set_up(node)
            if _is_move(node):
                self._follow(node)
                steps += 1
        except BadInput:
            for _ in range(steps):
                self.game.undo()
            raise
        if self._path:
            if node is not self._next(self._node):
                self._length = None
            self._visited[self._node] = node
        self._path.append((node, steps))

    def _set_up(self, node: Node) -> bool:
        """Place the setup of a node on the board. Returns whether anything changed, which makes it a step."""
        game = self.game
        properties = node.properties
        board = game.board
        try:
            for ident, colour in _SETUP.items():
                for value in properties.get(ident, ()):
                    for point in area(value, game.size):
                        board = board.put(point, colour)
            to_move = self._turn(node, board)
            changed = (board, to_move) != (game.board, game.to_move)
            if changed:
                game.set_up(board, to_move)
        except BadInput as error:
            if node.parent is None:
                raise
            raise BadInput(f"the setup after move {game.move_number}: {error}") from None
        return changed

    def _turn(self, node: Node, board: Board) -> Colour:
        """Who is to move after a setup: the player in PL, else the player of the next move in the tree, else
        White after a handicap, else the player whose turn it is."""
        said = _COLOURS.get(
            node.properties.get("PL", [b""])[0].decode("ascii", "replace").strip()[:1].upper()
        )
        if said:
            return said
        while not _is_move(node):
            if not node.children:
                handicap = self.game.handicap >= 2 and not self.game.move_number and board.black
                return Colour.WHITE if handicap else self.game.to_move
            node = node.children[0]
        return _COLOURS[_moves(node)[0]]

    def _follow(self, node: Node) -> None:
        number = self.game.move_number + 1
        move = self._move(node)
        if move is None:
            ident = _moves(node)[0]
            raw = node.properties[ident][0]
            found = shown(f"{ident}[{simple_text(raw, self._file.charset(self.number))}]")
            raise BadInput(f"move {number}, {found}, is not a move on a board of side {self.game.size}")
        try:
            self.game.follow(*move)
        except IllegalMove as error:
            name = move[0].name.capitalize()
            raise BadInput(f"{name}'s move {number} cannot be made: {error}") from None

    def _move(self, node: Node) -> Move | None:
        """The move of a node, the first if it has several; None if it has no move or an invalid one."""
        played = _moves(node)
        if not played:
            return None
        point = named_points(self.game.size).get(node.properties[played[0]][0].strip())
        return None if point is None else (_COLOURS[played[0]], point)


def _moves(node: Node) -> list[str]:
    """The identifiers of the moves of a node, in the order of the file."""
    return [ident for ident in node.properties if ident in _COLOURS]


def _is_move(node: Node) -> bool:
    return "B" in node.properties or "W" in node.properties


def _is_setup(node: Node) -> bool:
    return not node.properties.keys().isdisjoint(_SETUP) or ("PL" in node.properties and not _is_move(node))
