"""A game with its variations: the tree that an SGF file holds, and the place in it that is looked at.

The nodes and the writing are sgfmill's. A node keeps every property of its file, so what is not understood
here is written again as it was. The position at a node is a `Game` that has made every move from the root, so
going back is taking back, and going on is one move.
"""

from collections.abc import Hashable, Iterator
from dataclasses import replace

from sgfmill import sgf_grammar
from sgfmill.sgf import Sgf_game, Tree_node

from darkgo.errors import BadInput, shown
from darkgo.go.board import Board
from darkgo.go.game import Game, IllegalMove, Rules
from darkgo.go.points import PASS, Colour
from darkgo.go.sgf import (
    Properties,
    SgfError,
    area,
    board_size,
    move_node,
    named_points,
    raw_text,
    read_handicap,
    read_komi,
    setup_node,
    tree_of,
)
from darkgo.go.sgf_text import game_trees
from darkgo.go.sgf_writing import sgf_lines

Move = tuple[Colour, int]

_COLOURS = {"B": Colour.BLACK, "W": Colour.WHITE}
_SETUP = {"AB": Colour.BLACK, "AW": Colour.WHITE, "AE": None}
_BLANKS = "\n\t\u00a0\u3000"
"""Harmless, though Python does not call them printable; the last is the blank of Chinese and Japanese."""
_MARKS = {"TR": "\u25b2", "SQ": "\u25a0", "CR": "\u25cb", "MA": "\u00d7"}


class GameTree:
    """A game with variations, and one node of it as the present one."""

    game: Game
    """The position at the present node, with the moves from the root to it. The tree alone moves it."""
    damage: str
    """In one line what of the file could not be kept; empty if all was."""

    def __init__(self, game: Game) -> None:
        """The tree of a game up to its present step, with no variations yet, at the last node.

        The game itself is not touched; its rules are kept.
        """
        self._open([tree_of(game)], game.rules, "")
        while self.forward():
            pass

    @classmethod
    def read(cls, data: bytes) -> "GameTree":
        """The first game of a file, at its root. The other games are kept, to be written again.

        Raises SgfError if it has none, or one that is not Go on a board of a possible size. Whether the moves
        can be made is seen when they are reached. A file that names no komi has none.
        """
        trees, damage = game_trees(data)
        if not trees:
            raise SgfError("not SGF", "no game tree starts in it")
        tree = cls.__new__(cls)
        root: Properties = trees[0].sequence[0]
        komi = read_komi(_text(root, "KM"), _text(root, "AP"))
        tree._open(trees, Rules(komi=komi or 0), damage)
        return tree

    def _open(self, trees: list[sgf_grammar.Coarse_game_tree], rules: Rules, damage: str) -> None:
        for tree in trees:
            tree.sequence[0] |= {"CA": [b"UTF-8"], "FF": [b"4"]}
        first, *self._others = trees
        root: Properties = first.sequence[0]
        size = board_size(_text(root, "GM"), _text(root, "SZ"))
        root |= {"GM": [b"1"], "SZ": [b"%d" % size]}
        # The start of the game has a node of its own, even where the first move stands in the root.
        move = {ident: root.pop(ident) for ident in _COLOURS if ident in root}
        if move:
            first.sequence.insert(1, move)
        self.damage = damage
        self._sgf = Sgf_game.from_coarse_game_tree(first, "UTF-8")
        self._path: list[tuple[Tree_node, int]] = []
        self._visited: dict[Tree_node, Tree_node] = {}
        self._length: int | None = None
        """The length of the present line; None while it is not counted, since another line was begun."""
        self.game = Game(size, rules)
        self.game.handicap = read_handicap(self.text("HA"))
        try:
            self._enter(self._sgf.get_root())
        except IllegalMove as error:
            raise SgfError("bad setup", str(error)) from None

    # The present node

    @property
    def _node(self) -> Tree_node:
        return self._path[-1][0]

    @property
    def node(self) -> Hashable:
        """What the present node is known by: the same at every visit, and no other node has it."""
        known: Hashable = self._node
        return known

    @property
    def variations(self) -> tuple[Move | None, ...]:
        """What can follow here: the moves of the variations; None for one that begins with stones set up."""
        return tuple(self._move(self._plain_from(child)[-1]) for child in self._node)

    @property
    def branches(self) -> int:
        """How many variations there are of what follows here."""
        return len(self._node)

    @property
    def sibling(self) -> tuple[int, int]:
        """Which of the variations that begin with the present node it is, from 0, and how many there are."""
        parent = self._node.parent
        return (0, 1) if parent is None else (parent.index(self._node), len(parent))

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing but the root: no move was made."""
        return not len(self._sgf.get_root())

    @property
    def next_move(self) -> Move | None:
        """What is played next on this line; None at its end, before stones are set up and before nonsense.

        Nodes with nothing but comments may come before the move.
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
    def comment(self) -> str:
        """The comment on the present node: printable characters, blanks and newlines."""
        raw = self._properties.get("C", ())
        text = "\n".join(sgf_grammar.text_value(value).decode(errors="replace") for value in raw)
        return _harmless(text).strip()

    @property
    def labels(self) -> dict[int, str]:
        """The marks on the points of the present node: one or two letters, or a sign."""
        properties, size = self._properties, self.game.size
        found: dict[int, str] = {}
        for ident, sign in _MARKS.items():
            for value in properties.get(ident, ()):
                found |= dict.fromkeys(_area_if_any(value, size), sign)
        for value in properties.get("LB", ()):
            name, raw = sgf_grammar.parse_compose(value)
            letters = "".join(filter(str.isprintable, _plain_text(raw or b"")))
            if letters:
                found |= dict.fromkeys(_area_if_any(name, size), letters[:2])
        return found

    @property
    def _properties(self) -> Properties:
        properties: Properties = self._node.get_raw_property_map()
        return properties

    # Texts of the game

    def text(self, ident: str) -> str:
        """A text of the root, such as PB, Black's name: printable characters and blanks; empty if it has
        none."""
        return _harmless(_text(self._sgf.get_root().get_raw_property_map(), ident))

    def set_text(self, ident: str, text: str) -> None:
        """Change a text of the root; an empty one is taken away. Raises ValueError if `ident` is none."""
        root = self._sgf.get_root()
        if text:
            root.set_raw(ident, raw_text(text))
        elif root.has_property(ident):
            root.unset(ident)

    def set_komi(self, komi: float) -> None:
        """Change the komi of the game."""
        self.game.rules = replace(self.game.rules, komi=komi)
        self.set_text("KM", f"{komi:g}")

    def write(self) -> bytes:
        """The file, version FF[4] in UTF-8: this game with all its variations, and the other games."""
        return b"".join(self.lines())

    def lines(self) -> Iterator[bytes]:
        """The lines of `write`, one after the other. The game may go on meanwhile, in another thread, too."""
        yield from sgf_lines(self._sgf.get_root())
        for other in self._others:
            yield sgf_grammar.serialise_game_tree(other)

    # What adds nodes

    def play(self, point: int, colour: Colour | None = None) -> None:
        """Make a move: go on in the variation that begins with it, or begin a new one, the last.

        Raises IllegalMove by the rules of the game, except for a move that a variation has already.
        """
        move = colour or self.game.to_move, point
        for child in self._node:
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
        """Set or clear a point, in a new variation. The turn stays.

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
        node = self._node.new_child()
        for ident, values in properties.items():
            node.set_raw_list(ident, values)
        self._visited[self._node] = node
        self._length = None
        self._path.append((node, 1))

    # Moving about

    def back(self) -> bool:
        """Go to the node before. False at the root."""
        if len(self._path) == 1:
            return False
        _, steps = self._path.pop()
        for _ in range(steps):
            self.game.undo()
        return True

    def take_back(self) -> bool:
        """Go to the node before, and forget the one left and all that follows it. False at the root."""
        left = self._node
        if not self.back():
            return False
        self._visited.pop(self._node, None)
        self._length = None
        left.delete()
        return True

    def forward(self) -> bool:
        """Go to the next node of this line: the one visited last, else the first. False at the end.

        Raises BadInput with the number of the move and the reason if that node's move or set-up cannot be
        made; nothing is changed then.
        """
        following = self._next(self._node)
        if following is None:
            return False
        self._enter(following)
        return True

    def variation(self, step: int) -> bool:
        """Go from the present node to a sibling, so many after it or before it. False if there is none.

        Raises BadInput as `forward` does.
        """
        index, count = self.sibling
        if not 0 <= index + step < count:
            return False
        here = self._node
        self.back()
        try:
            self._enter(self._node[index + step])
        except BadInput:
            self._enter(here)
            raise
        return True

    def go_to(self, number: int) -> None:
        """Go along the present line to the move of that number, to the root for 0, at most to the line's end.

        Raises BadInput as `forward` does, after going as far as possible.
        """
        while self._is_past(number) and self.back():
            pass
        while self.game.move_number < number and self.forward():
            pass
        if number > 0 and self.game.move_number == self.length:
            # What follows the last move belongs to the end.
            while self.forward():
                pass

    def _is_past(self, number: int) -> bool:
        """Whether the present node comes after the move of that number."""
        there = self.game.move_number
        return there > number or (there == number and not _is_move(self._node))

    def _next(self, node: Tree_node) -> Tree_node | None:
        following = self._visited.get(node)
        return node[0] if following is None and len(node) else following

    def _ahead(self, node: Tree_node) -> Iterator[Tree_node]:
        """The nodes after this one on its line."""
        following = self._next(node)
        while following is not None:
            yield following
            following = self._next(following)

    def _plain_from(self, node: Tree_node) -> list[Tree_node]:
        """The node and those after it on its line up to the first with a move or a set-up, or the end."""
        nodes = [node]
        for following in self._ahead(node):
            if _is_move(nodes[-1]) or _is_setup(nodes[-1]):
                break
            nodes.append(following)
        return nodes

    # From nodes to steps of the game

    def _enter(self, node: Tree_node) -> None:
        """Make what a child of the present node says: stones set up, then a move."""
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

    def _set_up(self, node: Tree_node) -> bool:
        """Put the stones of a node on the board. Whether that is a step: something changed."""
        game = self.game
        properties: Properties = node.get_raw_property_map()
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
            raise BadInput(f"the stones set up after move {game.move_number}: {error}") from None
        return changed

    def _turn(self, node: Tree_node, board: Board) -> Colour:
        """Who is to move after a set-up: as PL says, else who moves first, else White after a handicap."""
        said = _COLOURS.get(_text(node.get_raw_property_map(), "PL")[:1].upper())
        if said:
            return said
        while not _is_move(node):
            if not len(node):
                handicap = self.game.handicap >= 2 and not self.game.move_number and board.black
                return Colour.WHITE if handicap else self.game.to_move
            node = node[0]
        return Colour.BLACK if node.has_property("B") else Colour.WHITE

    def _follow(self, node: Tree_node) -> None:
        number = self.game.move_number + 1
        move = self._move(node)
        if move is None:
            played = [(ident, raw) for ident in _moves(node) for raw in node.get_raw_list(ident)]
            found = shown(" and ".join(f"{ident}[{_plain_text(raw)}]" for ident, raw in played))
            raise BadInput(f"move {number}, {found}, is none on a board of side {self.game.size}")
        try:
            self.game.follow(*move)
        except IllegalMove as error:
            name = move[0].name.capitalize()
            raise BadInput(f"move {number}, {name}'s, cannot be made: {error}") from None

    def _move(self, node: Tree_node) -> Move | None:
        """The one move of a node; None if it has none or nonsense."""
        played = _moves(node)
        if len(played) != 1:
            return None
        values = node.get_raw_list(played[0])
        point = named_points(self.game.size).get(values[0].strip()) if len(values) == 1 else None
        return None if point is None else (_COLOURS[played[0]], point)


def _moves(node: Tree_node) -> list[str]:
    return [ident for ident in _COLOURS if node.has_property(ident)]


def _is_move(node: Tree_node) -> bool:
    return bool(node.has_property("B") or node.has_property("W"))


def _is_setup(node: Tree_node) -> bool:
    return any(map(node.has_property, _SETUP)) or (node.has_property("PL") and not _is_move(node))


def _area_if_any(value: bytes, size: int) -> list[int]:
    try:
        return area(value, size)
    except SgfError:
        return []


def _harmless(text: str) -> str:
    """The text without what would steer a terminal that shows it."""
    return "".join(letter for letter in text if letter.isprintable() or letter in _BLANKS)


def _text(properties: Properties, ident: str) -> str:
    values = properties.get(ident)
    return _plain_text(values[0]) if values else ""


def _plain_text(raw: bytes) -> str:
    text: bytes = sgf_grammar.simpletext_value(raw)
    return text.decode(errors="replace").strip()
