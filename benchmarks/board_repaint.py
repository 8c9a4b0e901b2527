"""How fast the board follows a game: 300 moves at full speed on a screen of 120x40.

Each move is shown and turned into what would be sent to a true-colour terminal; then the same game is played
with everything drawn anew for each move: the ratio of the two hardly depends on the machine. Time is the
processor's, so that other work on the machine does not count.

    python -m benchmarks.board_repaint
"""

import asyncio
import random
import time
from io import StringIO

from rich.console import Console
from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult

from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.tui.board import BoardView
from darkgo.tui.picture import Picture

MOVES = 300
SCREEN = (120, 40)
BOUND = 30


class Frame(App[None]):
    """Nothing but a board."""

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self.view = BoardView(picture)

    def compose(self) -> ComposeResult:
        """The board."""
        yield self.view


def pictures(suggested: int) -> list[Picture]:
    """A game of random moves, with its captures, and so many suggestions at random at each move."""
    chance = random.Random(1)
    game = Game(19)
    seen = []
    while game.move_number < MOVES:
        game.play(chance.choice(Board.points(game.legal_mask())))
        free = chance.sample(Board.points(game.board.free), suggested)
        suggestions = tuple((point, str(rank), 0.5 / rank) for rank, point in enumerate(free, 1))
        seen.append(Picture(game.board, last=game.last_move, suggestions=suggestions))
    return seen


async def replay(game: list[Picture], everything: bool) -> float:
    """Frames in a second of the processor; with `everything` all lines are drawn each time."""
    app = Frame(game[0])
    terminal = Console(file=StringIO(), force_terminal=True, color_system="truecolor")
    async with app.run_test(size=SCREEN) as pilot:
        await pilot.pause()
        # Textual's own way from a dirty widget to the terminal, without its pause between two frames.
        compositor = app.screen._compositor
        began = time.process_time()
        for picture in game[1:]:
            app.view.show(picture)
            if everything:
                app.view.refresh()
            compositor.update_widgets({app.view})
            update = compositor.render_update()
            assert isinstance(update, CompositorUpdate)
            update.render_segments(terminal)
        return (len(game) - 1) / (time.process_time() - began)


def main() -> None:
    """Prints the frames a second of both, without and with suggestions."""
    print(f"frames a second (bound {BOUND}): what changed, everything anew, ratio")
    for name, suggested in (("stones", 0), ("stones and 9 suggestions", 9)):
        game = pictures(suggested)
        changed, everything = (asyncio.run(replay(game, flag)) for flag in (False, True))
        print(f"{name:<25} {changed:6.0f} {everything:6.0f} {changed / everything:6.2f}")


if __name__ == "__main__":
    main()
