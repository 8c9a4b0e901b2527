"""Stones that live or die together."""

from darkgo.go.board import Board, grid


def together(board: Board, point: int) -> int:
    """The mask of the stones that live or die with the one on a point; 0 if there is none.

    Two chains of a colour belong together if they have a liberty in common. Over longer distances, living
    groups would be joined by neutral points that nobody has filled yet.
    """
    around = grid(board.size).around
    colour = board.at(point)
    group, grown = 0, board.chain(point)
    while colour is not None and grown != group:
        group = grown
        beside = around(around(group) & board.free) & board.stones(colour)
        grown = grid(board.size).connected(group | beside, board.stones(colour))
    return group
