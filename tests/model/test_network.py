"""Which networks are for Go."""

from pathlib import Path

import pytest

from darkgo.darknet.network import load_network, network_from_text
from darkgo.errors import BadInput
from darkgo.model.network import check_go

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
        (NET + CONV + "[reorg]\nextra=1\n", 9, "last layer", "[softmax]"),
        (NET + CONV + "[reorg]\nextra=1\n[softmax]\ngroups=17\n", 11, "last layer", "groups=1"),
    ],
)
def test_networks_that_are_not_go(text: str, line: int, found: str, expected: str) -> None:
    with pytest.raises(BadInput) as error:
        check_go(network_from_text(text, "x.cfg"))
    assert str(error.value).startswith(f"x.cfg:{line}:")
    assert found in str(error.value)
    assert expected in str(error.value)
