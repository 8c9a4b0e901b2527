from darkgo.data.records import open_records, upgrade
from darkgo.data.show import text

LAST = """\
   A B C D E F G H J K L M N O P Q R S T
19 X X . . . . . . . . . . . . . . . . . 19
18 . . . . . . . . . . . . . . . . . . . 18
17 . . . . . X . . . . . . . . . . . . . 17
16 . . . X . . . . . . . . . . . X X . . 16
15 . . . . . . . . . . . . . . . . . . . 15
14 . . . . . . . . . . . . . . . . . . . 14
13 . . . . . . . . . . . . . . . . . . . 13
12 . . . . . . . . . . . . . . . . . . . 12
11 . . . . . . . . . . O . . . . . . . . 11
10 . . . . . . . . . O . O . . . . . . . 10
 9 . . . . . . . . . O O O X . . . . . . 9
 8 . . . . . . . . . . X . . . . . . . . 8
 7 . . . . . . . . . . . . . . . . . . . 7
 6 . . . . . . . . . . . . . . . . . . . 6
 5 . . . . . . . . . . . . . . . . . . . 5
 4 . . . O . . . . . . . . . . . O . . . 4
 3 . . . . . . . . . . . . . . . . O . . 3
 2 . . . . . . . . . . . . . . . . . . . 2
 1 * . . . . . . . . . . . . . . . . . X 1
   A B C D E F G H J K L M N O P Q R S T
O (White) to move, A 1 played; White won"""


def test_a_record_as_a_board(goldens):
    assert text(open_records(goldens / "records.96")[19]) == LAST


def test_an_unknown_player_is_drawn_as_x(goldens):
    shown = text(upgrade(open_records(goldens / "records.96")[19:, 2:])[0])
    board, words = shown.rsplit("\n", 1)
    swapped = LAST.rsplit("\n", 1)[0].translate(str.maketrans("XO", "OX"))
    # The letters above and below stay.
    assert board.splitlines()[1:-1] == swapped.splitlines()[1:-1]
    assert words == "X (colour unknown) to move, A 1 played; winner unknown"


def test_a_pass(goldens):
    raw = open_records(goldens / "records.96")[19].copy()
    raw[2:4] = 19, 19
    shown = text(raw)
    assert "*" not in shown
    assert shown.endswith("O (White) to move, pass played; White won")
