"""Which networks are for Go."""

from pathlib import Path

import pytest

from darkgo.darknet.network import load_network, network_from_text
from darkgo.errors import BadInput
from darkgo.model.network import check_go
from darkgo.model.network import network_from_text as with_own_sections
from tests.value_heads import OUTCOME, OWNERSHIP, TEXT

JUDGING = TEXT.format(side=9)
CFG = Path(__file__).parents[2] / "cfg"
NET = "[net]\nheight=4\nwidth=4\nchannels=1\n"
CONV = "[convolutional]\nsize=3\npad=1\nactivation=relu\n"
HEAD = "[reorg]\nextra=1\n[softmax]\n"


@pytest.mark.parametrize("name", ["go.cfg", "go.test.cfg", "go-small.cfg"])
def test_go_networks_fit_go(name: str) -> None:
    assert check_go(load_network(CFG / name)).outputs == 362


@pytest.mark.parametrize(
    ("text", "line", "found", "expected"),
    [
        (NET.replace("channels=1", "channels=3") + CONV + HEAD, 4, "channels=3", "+1 mine"),
        (NET.replace("width=4", "width=5") + CONV + HEAD, 2, "4 x 5", "square"),
        (NET + CONV + "[softmax]\n", 9, "16 outputs", "17"),
        (NET + CONV + "[reorg]\nextra=1\n", 9, "[reorg] as an output", "[softmax]"),
        (NET + CONV + "[reorg]\nextra=1\n[softmax]\ngroups=17\n", 11, "as an output", "groups=1"),
    ],
)
def test_networks_that_are_not_go(text: str, line: int, found: str, expected: str) -> None:
    with pytest.raises(BadInput) as error:
        check_go(network_from_text(text, "x.cfg"))
    assert str(error.value).startswith(f"x.cfg:{line}:")
    assert found in str(error.value)
    assert expected in str(error.value)


def line_of(text: str, section: str, number: int = 1) -> int:
    """The line of a section: the first, the second or a later one of this name."""
    return [at for at, line in enumerate(text.splitlines(), 1) if line == section][number - 1]


@pytest.mark.parametrize(
    ("text", "section", "number", "found", "expected"),
    [
        (JUDGING.replace(OUTCOME, ""), "[ownership]", 1, "no [outcome]", "both, for [ownership] needs it"),
        (JUDGING.replace(OWNERSHIP, ""), "[outcome]", 1, "no [ownership]", "both, for [outcome] needs it"),
        (JUDGING + OWNERSHIP, "[ownership]", 2, "a second one, after line 29", "one at most"),
        (JUDGING + OUTCOME, "[outcome]", 2, "a second one, after line 36", "one at most"),
        (
            JUDGING.replace(OWNERSHIP, OWNERSHIP.replace("filters=1", "filters=2")),
            "[ownership]",
            1,
            "an input of 9 x 9 x 2",
            "9 x 9 x 1: one number a point",
        ),
        (
            JUDGING.replace("[ownership]", "[maxpool]\nstride=3\nsize=3\n[ownership]"),
            "[ownership]",
            1,
            "an input of 3 x 3 x 1",
            "9 x 9 x 1: one number a point",
        ),
        (JUDGING + "[route]\nlayers=2\n", "[route]", 3, "as an output", "[softmax], [ownership], [outcome]"),
        (JUDGING.replace("[softmax]\n", ""), "[reorg]", 1, "as an output", "[softmax] with groups=1 first"),
        (
            JUDGING.replace("[softmax]\n", "[softmax]\ngroups=2\n"),
            "[softmax]",
            1,
            "as an output",
            "groups=1 first",
        ),
    ],
)
def test_outputs_that_do_not_fit(text: str, section: str, number: int, found: str, expected: str) -> None:
    with pytest.raises(BadInput) as error:
        check_go(with_own_sections(text, "x.cfg"))
    assert str(error.value).startswith(f"x.cfg:{line_of(text, section, number)}: {section} {found}")
    assert expected in str(error.value)


def test_the_policy_comes_first() -> None:
    head = "[convolutional]\nfilters=1\nsize=1\nactivation=linear\n"
    text = NET + head + "[ownership]\n[route]\nlayers=0\n" + HEAD
    with pytest.raises(BadInput, match=r"^x\.cfg:9: \[ownership\] as an output; expected \[softmax\]"):
        check_go(with_own_sections(text, "x.cfg"))


def test_darknet_alone_does_not_know_these_sections() -> None:
    with pytest.raises(
        BadInput, match=r"^x\.cfg:8: unknown section \[liberties\]; expected one of net, conv"
    ):
        network_from_text(JUDGING, "x.cfg")
