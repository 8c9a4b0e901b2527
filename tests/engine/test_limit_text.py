"""How long is thought about a position, as it is typed."""

from math import inf

import pytest

from darkgo.engine.limit import ALONE, BY_DEFAULT, Limit
from darkgo.engine.limit_text import STEPS, limit_words, read_limit
from darkgo.errors import BadInput


@pytest.mark.parametrize(
    ("typed", "limit"),
    [
        ("", BY_DEFAULT),
        ("1", ALONE),
        ("400", Limit(visits=400)),
        ("2s", Limit(seconds=2)),
        ("0.5 s", Limit(seconds=0.5)),
        (" 400  2S ", Limit(visits=400, seconds=2)),
    ],
)
def test_visits_and_seconds_are_read(typed: str, limit: Limit) -> None:
    assert read_limit(typed) == limit


@pytest.mark.parametrize(
    "typed", ["x", "-1", "0", "0s", "2 4", "2s 400", "s", "1e9s", "99999999999", "999999s", "٣"]
)
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        read_limit(typed)


def test_each_step_of_the_settings_has_words_of_its_own() -> None:
    words = [limit_words(step) for step in STEPS]
    assert words[:3] == ["64 visits, at most 1 s", "the network alone", "1 s a move"]
    assert words[-1] == "6400 visits a move"
    assert len({*words}) == len(STEPS)
    assert all(read_limit(step) for step in STEPS)
    assert read_limit("400 2s", ALONE) == Limit(400, 2)
    assert read_limit("", ALONE).seconds == inf
