"""The board widget on its own: what each line shows."""

import pytest
from textual.app import App, ComposeResult

from darkgo.go.board import Board
from darkgo.tui.board import BoardView


class Frame(App[None]):
    def __init__(self, board: Board) -> None:
        super().__init__()
        self.view = BoardView(board)

    def compose(self) -> ComposeResult:
        yield self.view


async def drawn(board: Board, marks: dict[int, str], last: int | None) -> list[str]:
    frame = Frame(Board.empty(board.size))
    async with frame.run_test(size=(80, 30)) as pilot:
        frame.view.show(board, marks, last)
        await pilot.pause()
        return [frame.view.render_line(y).text for y in range(frame.view.size.height)]


async def test_stones_marks_and_the_last_move() -> None:
    board = Board.parse("X . . .\n. . O .\n. . . .\n. . . .")
    assert await drawn(board, {1: "1", 15: "a"}, 6) == [
        "   A B C D ",
        " 4 ●─1─┬─┐ ",
        " 3 ├─┼─◉─┤ ",
        " 2 ├─┼─┼─┤ ",
        " 1 └─┴─┴─a ",
    ]


async def test_star_points_of_a_small_board() -> None:
    assert (await drawn(Board.empty(9), {}, None))[3] == " 7 ├─┼─•─┼─┼─┼─•─┼─┤ "


@pytest.mark.parametrize("size", [2, 13, 19, 25])
async def test_every_line_has_the_same_width(size: int) -> None:
    lines = await drawn(Board.empty(size), {}, None)
    assert len(lines) == size + 1
    assert {len(line) for line in lines} == {3 + 2 * size}


async def test_only_changed_lines_are_repainted(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = Frame(Board.empty(9))
    async with frame.run_test(size=(80, 30)) as pilot:
        painted: list[int] = []
        render = frame.view.render_line
        monkeypatch.setattr(frame.view, "render_line", lambda y: painted.append(y) or render(y))
        frame.view.show(Board.empty(9).put(40, None).put(13, None), {30: "1"}, None)
        await pilot.pause()
        assert painted == [4]
