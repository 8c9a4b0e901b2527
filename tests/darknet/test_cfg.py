"""Reading cfg files: what is accepted, and how everything else is refused."""

import pytest

from darkgo.darknet.cfg import parse_cfg, read_cfg
from darkgo.darknet.keys import KEYS
from darkgo.errors import BadInput

NET = "[net]\nheight=19\nwidth=19\nchannels=1\n"


def test_values_and_defaults() -> None:
    net, layer = parse_cfg(NET + "\n# a comment\n[convolutional]\nfilters = 8 ; eight\npad=1\n", "x.cfg")
    assert (net.name, net.integer("height"), net.number("momentum"), net.word("policy")) == (
        "net", 19, 0.9, "constant",
    )  # fmt: skip
    assert (layer.integer("filters"), layer.integer("size"), layer.word("activation")) == (8, 1, "logistic")


def test_network_is_another_name_for_net() -> None:
    assert parse_cfg(NET.replace("net", "network"), "x.cfg")[0].name == "net"


def test_lists() -> None:
    section = parse_cfg(NET + "policy=steps\nsteps=3, 5\nscales=.1,.5\n", "x.cfg")[0]
    assert section.numbers("steps") == (3.0, 5.0)
    assert section.numbers("scales") == (0.1, 0.5)


@pytest.mark.parametrize(
    ("text", "place", "found", "expected"),
    [
        ("", "x.cfg:1", "nothing", "[net]"),
        ("[convolutional]\n", "x.cfg:1", "[convolutional]", "[net]"),
        ("height=19\n", "x.cfg:1", "height=19", "[net]"),
        ("[net\n", "x.cfg:1", "[net", "convolutional"),
        (NET + "[lstm]\n", "x.cfg:5", "[lstm]", "convolutional"),
        (NET + "depth=3\n", "x.cfg:5", "depth", "height"),
        (NET + "[convolutional]\nstopbackward=1\n", "x.cfg:6", "does not implement: stopbackward", "filters"),
        (NET + "[convolutional]\nfilters=many\n", "x.cfg:6", "filters=many", "a whole number"),
        (NET + "[convolutional]\nfilters=0\n", "x.cfg:6", "filters=0", "1 to 1,000,000"),
        (NET + "[convolutional]\npad=2\n", "x.cfg:6", "pad=2", "0 or 1"),
        (NET + "[convolutional]\nfilters\n", "x.cfg:6", "filters", "key=value"),
        (NET + "[convolutional]\nfilters=1\nfilters=2\n", "x.cfg:7", "given twice", "line 6"),
        (NET + "decay=-1\n", "x.cfg:5", "decay=-1", "0 or more"),
        (NET + "learning_rate=nan\n", "x.cfg:5", "learning_rate=nan", "a finite number"),
        (NET + "learning_rate=inf\n", "x.cfg:5", "learning_rate=inf", "a finite number"),
        (NET + "step=0\n", "x.cfg:5", "step=0", "more than 0"),
        (NET + "batch=1_6\n", "x.cfg:5", "batch=1_6", "a whole number"),
        (NET + "[softmax]\ntemperature=0\n", "x.cfg:6", "temperature=0", "more than 0"),
        (NET + "[dropout]\nprobability=1\n", "x.cfg:6", "probability=1", "less than 1"),
        (NET + "policy=cosine\n", "x.cfg:5", "policy=cosine", "poly"),
        (NET + "steps=1,two\n", "x.cfg:5", "steps=1,two", "numbers separated by commas"),
        (NET + "steps=1_000,2\n", "x.cfg:5", "steps=1_000,2", "numbers separated by commas"),
        (NET + "[shortcut]\n", "x.cfg:5", "no from", "a whole number"),
        (NET + "[route]\nlayers=1,nan\n", "x.cfg:6", "layers=1,nan", "a finite number"),
        (NET + "[route]\n", "x.cfg:5", "no layers", "numbers"),
    ],
)  # fmt: skip
def test_refusals_name_file_line_found_and_expected(text: str, place: str, found: str, expected: str) -> None:
    with pytest.raises(BadInput) as error:
        parse_cfg(text, "x.cfg")
    message = str(error.value)
    assert message.startswith(place + ":")
    assert found in message
    assert expected in message


def test_unreadable_files(tmp_path) -> None:
    with pytest.raises(BadInput, match="cannot read"):
        read_cfg(tmp_path / "none.cfg")
    (tmp_path / "binary.cfg").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match=r"binary\.cfg:1: found"):
        read_cfg(tmp_path / "binary.cfg")


def test_a_byte_order_mark_and_foreign_letters_in_comments_do_no_harm(tmp_path) -> None:
    (tmp_path / "x.cfg").write_bytes(b"\xef\xbb\xbf[net]\n# caf\xe9\nbatch=3\n")
    assert read_cfg(tmp_path / "x.cfg")[0].integer("batch") == 3


def test_every_default_has_a_type_the_reader_knows() -> None:
    kinds = {type(key.default) for section in KEYS.values() for key in section.keys.values()}
    assert kinds == {int, float, str, tuple}
