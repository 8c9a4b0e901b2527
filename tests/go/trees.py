"""A small record with variations, and trees as text."""

from darkgo.go.points import format_point
from darkgo.go.sgf_file import SgfFile

RECORD = b"""(;GM[1]FF[3]SZ[5]PB[a\\]b]XX[kept];B[aa]C[one];W[bb]
(;B[cc];W[dd]C[main]YY[1][2])
(;B[dc];W[cd](;B[ee])(;B[])))(;GM[2]FF[1]PB[other])"""


def drawn(moves, size=5):
    return " ".join(f"{move[0].name[0]}-{format_point(move[1], size)}" if move else "none" for move in moves)


def roots(data):
    file = SgfFile(data)
    return [flat(file.root(number)) for number in range(1, file.count + 1)]


def flat(node):
    return node.properties, [flat(child) for child in node.children]
