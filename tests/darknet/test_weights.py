"""Weights files that are not what they should be, each refused with the layer and the bytes."""

import struct
from pathlib import Path

import pytest

from darkgo.darknet.network import NetSpec, load_network
from darkgo.darknet.weights import parameter_count, read_weights, write_weights
from darkgo.errors import BadInput
from tests.disk import room_for


@pytest.fixture
def network(goldens: Path) -> NetSpec:
    return load_network(goldens / "go-mini.cfg")


@pytest.fixture
def data(goldens: Path) -> bytes:
    return (goldens / "go-mini.initial.weights").read_bytes()


def refused(path: Path, data: bytes, network: NetSpec) -> str:
    path.write_bytes(data)
    with pytest.raises(BadInput) as error:
        read_weights(path, network)
    assert str(error.value).startswith(str(path))
    return str(error.value)


def test_seen_is_read_from_both_headers(tmp_path: Path, network: NetSpec, data: bytes) -> None:
    path = tmp_path / "x.weights"
    path.write_bytes(struct.pack("<iiiQ", 0, 2, 0, 2**33 + 7) + data[20:])
    assert read_weights(path, network)[1] == 2**33 + 7
    path.write_bytes(struct.pack("<iiiI", 0, 1, 0, 12345) + data[20:])
    assert read_weights(path, network)[1] == 12345


def test_too_short_names_the_layer(tmp_path: Path, network: NetSpec, data: bytes) -> None:
    message = refused(tmp_path / "x.weights", data[: 20 + 4 * (32 + 72 + 10)], network)
    assert "layer 1 (convolutional" in message
    assert "scales" in message
    assert "found 8 bytes, expected 32" in message
    assert f"needs {20 + 4 * parameter_count(network)}" in message


def test_too_long(tmp_path: Path, network: NetSpec, data: bytes) -> None:
    message = refused(tmp_path / "x.weights", data + b"1234", network)
    assert f"found {len(data) + 4} bytes; expected {len(data)}" in message


def test_not_weights_at_all(tmp_path: Path, network: NetSpec) -> None:
    assert "not a weights file" in refused(tmp_path / "x.weights", b"(;GM[1]FF[4]SZ[19])" * 300, network)
    assert "found 3 bytes" in refused(tmp_path / "x.weights", b"abc", network)
    assert "found 0 bytes" in refused(tmp_path / "x.weights", b"", network)


def test_numbers_no_network_has(tmp_path: Path, network: NetSpec, data: bytes) -> None:
    nan = data[:-4] + struct.pack("<f", float("nan"))
    assert "layer 3 (convolutional" in refused(tmp_path / "x.weights", nan, network)
    variance = 20 + 4 * 3 * 8
    negative = data[:variance] + struct.pack("<f", -3.0) + data[variance + 4 :]
    message = refused(tmp_path / "x.weights", negative, network)
    assert "rolling variance holds -3" in message


def test_no_such_file(tmp_path: Path, network: NetSpec) -> None:
    with pytest.raises(BadInput, match="cannot read these weights"):
        read_weights(tmp_path / "none.weights", network)


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, network: NetSpec, data: bytes) -> None:
    path = tmp_path / "net.weights"
    path.write_bytes(data)
    parameters, seen = read_weights(path, network)
    with room_for(len(data) - 1), pytest.raises(BadInput, match=f"{path}: cannot be written: File too large"):
        write_weights(path, network, parameters, seen)
    assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_transposed_connected_weights(goldens: Path, tmp_path: Path) -> None:
    """Files of a version above 1000 hold connected weights the other way round."""
    import numpy as np

    network = load_network(goldens / "layers-mini.cfg")
    ours, _ = read_weights(goldens / "layers-mini.weights", network)
    parts = [struct.pack("<iiiI", 1001, 0, 0, 0)]
    for layer, arrays in zip(network.layers, ours, strict=True):
        for name in network.arrays(layer):
            values = np.asarray(arrays[name])
            turned = layer.kind == "connected" and name == "weights"
            parts.append((values.T if turned else values).astype("<f4").tobytes())
    (tmp_path / "t.weights").write_bytes(b"".join(parts))
    theirs, _ = read_weights(tmp_path / "t.weights", network)
    for a, b in zip(ours, theirs, strict=True):
        for name in a:
            np.testing.assert_array_equal(a[name], b[name])
