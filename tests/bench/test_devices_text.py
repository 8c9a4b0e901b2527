"""A report about devices as people and programs read it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from darkgo.bench.devices import DeviceReport, Devices, Inference
from darkgo.bench.devices_text import Training, as_json, lines
from darkgo.darknet.network import load_network

TRAINING = Training("bfloat16", 32, 250, 2000)
SHOWN = """\
machine    A Processor (avx2), 2 cores, Linux x86_64; cpu
memory     16 GiB
devices    1 x cpu, with 8 GiB of memory that other programs leave
products   400 GFLOP/s in float32, 800 GFLOP/s in bfloat16
bandwidth  40 GB/s of memory, read and written
network    go-mini.cfg: 0.0008895 GFLOP for 19 x 19 x 1, 1,329 parameters
float32    99.5/s with batches of 1, 1,234/s with batches of 32, a batch of 5,000 fits
bfloat16   200/s with batches of 1, not even one fits
training   250/s in bfloat16 with batches of 32, a batch of 2,000 fits
           100 million positions take 111.1 hours of one device
"""


@pytest.fixture
def report(goldens: Path) -> DeviceReport:
    """With figures that are made up."""
    return DeviceReport(
        cfg=Path("go-mini.cfg"),
        network=load_network(goldens / "go-mini.cfg"),
        machine={
            "processor": "A Processor",
            "features": ["avx2"],
            "cores": 2,
            "device": "cpu",
            "system": "Linux x86_64",
        },
        memory=2**34,
        devices=Devices("cpu", "cpu", 1, 2**33),
        peaks={"float32": 4e11, "bfloat16": 8e11},
        bandwidth=4e10,
        inference={
            "float32": Inference({1: 99.5, 32: 1234}, 5000),
            "bfloat16": Inference({1: 200}, 0),
        },
    )


def test_lines_for_people(report: DeviceReport) -> None:
    assert list(lines(report, TRAINING)) == SHOWN.splitlines()


def test_several_accelerators(report: DeviceReport) -> None:
    eight = replace(report, devices=Devices("Fast 100", "gpu", 8, 60 * 2**30), memory=None)
    shown = [*lines(eight, TRAINING)]
    assert "devices    8 x Fast 100, with 60 GiB of memory each" in shown
    assert not any(line.startswith("memory") for line in shown)


def test_what_is_not_known_is_said(report: DeviceReport) -> None:
    unknown = replace(report, devices=Devices("cpu", "cpu", 1, None))
    shown = "\n".join(lines(unknown, replace(TRAINING, largest=None)))
    assert "1 x cpu, with unknown memory" in shown
    assert "of 32, the largest batch is not known\n" in shown
    assert [*lines(report, "not measured: no optax")][-1] == "training   not measured: no optax"


def test_json_for_programs(report: DeviceReport) -> None:
    found = json.loads(json.dumps(as_json(report, TRAINING)))
    assert found["memory"] == 2**34
    assert found["devices"] == {"kind": "cpu", "platform": "cpu", "count": 1, "memory": 2**33}
    assert found["peak_gflops"] == {"float32": 400, "bfloat16": 800}
    assert found["bandwidth"] == 4e10
    assert found["network"]["parameters"] == 1329
    assert found["inference"]["float32"] == {"per_second": {"1": 99.5, "32": 1234}, "largest_batch": 5000}
    assert found["training"] == {
        "dtype": "bfloat16",
        "batch": 32,
        "per_second": 250,
        "largest_batch": 2000,
        "hours_for_100_million": pytest.approx(111.11, abs=0.01),
    }
    assert as_json(report, "not measured")["training"] == "not measured"
