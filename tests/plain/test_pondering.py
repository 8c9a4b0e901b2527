"""The line mode reads on while the person thinks, if that is wanted."""

import io
from threading import enumerate as enumerate_threads

import pytest

from darkgo.engine.limit import limit_of
from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.go.points import Colour
from darkgo.plain.loop import run
from tests.evaluators import After, NearestStones
from tests.waiting import wait_until


def is_pondering() -> bool:
    """Whether a search goes on in the background."""
    return any(thread.name == "pondering" for thread in enumerate_threads())


class SlowHands(io.StringIO):
    """A person who types the next line when the network was asked often enough."""

    def __init__(self, typed: str, session: Session, asked: list[None]) -> None:
        super().__init__(typed)
        self.session, self._asked = session, asked
        self.was_pondering: list[bool] = []

    def readline(self, size: int | None = -1) -> str:
        if self.session.is_over:
            # A game that is over leaves nothing to think about. The batch before may not be finished yet.
            wait_until(lambda: not is_pondering())
        self.was_pondering.append(is_pondering())
        if self.was_pondering[-1]:
            before = len(self._asked)
            wait_until(lambda: len(self._asked) > before + 10)
        return super().readline(-1)


@pytest.mark.parametrize("ponders", [True, False])
def test_it_reads_on_until_a_line_is_typed(ponders: bool) -> None:
    asked: list[None] = []
    network = After(lambda: asked.append(None), NearestStones())
    session = Session(Setup(9).game(), network, computer=frozenset({Colour.WHITE}))
    session.limit, session.ponders = limit_of(20), ponders
    person = SlowHands("e5\nresign\n", session, asked)
    run(session, person, io.StringIO(), io.StringIO())
    assert session.game.move_number == 2
    assert person.was_pondering == [ponders, ponders, False]
    wait_until(lambda: not is_pondering())
