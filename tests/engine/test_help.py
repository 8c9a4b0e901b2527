"""The help: it lists commands that can be typed."""

from darkgo.engine.help import HELP, example
from darkgo.engine.parse import parse


def test_every_line_of_the_help_is_a_command() -> None:
    for _, rows in HELP:
        for typed, _ in rows:
            for line in typed.replace("Enter", "").replace("[SIZE] [HANDICAP]", "13 2").split(", "):
                parse(line, 19)


def test_an_example_is_that_of_a_command_with_an_argument() -> None:
    assert example("komi") == "komi 6.5: changes the komi"
    assert example("w") == "w A 15: sets a black or a white stone there"
    assert example("u") == example("kom") == ""
