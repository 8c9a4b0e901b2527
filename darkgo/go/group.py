"""Stones that live or die together."""

from darkgo.go.board import Board, grid


def together(board: Board, point: int) -> int:
    """The mask of the stones that live or die with the one on a point; 0 if there is none.

    They are the chains of its colour that it reaches by one empty point after another, each next to both
    chains. A wider net would catch living groups through neutral points that nobody has filled yet.
    """
    around = grid(board.size).around
    colour = board.at(point)
    group, grown = 0, board.chain(point)
    while colour is not None and grown != group:
        group = grown
        beside = around(around(group) & board.free) & board.stones(colour)
        grown = grid(board.size).connected(group | beside, board.stones(colour))
    return group
