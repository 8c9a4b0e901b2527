"""A report as people and programs read it."""

import json
from pathlib import Path

import pytest

from darkgo.bench.text import as_json, lines
from tests.bench.reports import report_of

SHOWN = """\
network    go-mini.cfg, a.weights: 0.0008895 GFLOP for 19 x 19 x 1
machine    A Processor (avx2), 2 cores, Linux x86_64; cpu
versions   darkgo 1.0
computed   in bfloat16, by the ways that a trial on this machine found fastest. Its milliseconds:
           float32   1: xla 1, onednn 0.123; 8: xla 8, onednn 0.987; 32: xla 32, onednn 3.95
           bfloat16  1: xla 1, onednn 0.123; 8: xla 8, onednn 0.987; 32: xla 32, onednn 3.95
times      in milliseconds, the best of 20 or more; in the last columns by the kind of numbers

   boards  chosen    ms  boards/s  GFLOP/s  of peak  float32  bfloat16  torch float32  torch bfloat16
        1     xla  0.50      2000      1.8       0%     1.00      0.50           1.50            2.00
        8  onednn  1.00      8000      7.1       1%     2.00      1.00           3.00            4.00
       32  onednn  4.25      7529      6.7       1%     8.50      4.25          12.75           17.00
64 (best)  onednn  6.40     10000      8.9       1%    12.80      6.40          19.20           25.60

peak       640 GFLOP/s, the best product of matrices in bfloat16
start      --help after 0.15 s with 25 MiB, gtp's name after 0.20 s with 30 MiB, first genmove after 1.50 s
signature  123456
"""


def test_lines_for_people(goldens: Path) -> None:
    assert list(lines(report_of(goldens))) == SHOWN.splitlines()


def test_what_there_is_not_is_said(goldens: Path) -> None:
    shown = list(lines(report_of(goldens, is_go=False, has_torch=False, is_tried=False)))
    assert "computed   in float32 by xla: the trial could not begin" in shown
    assert "PyTorch    not installed" in shown
    assert "start      --help after 0.15 s with 25 MiB" in shown
    (heads,) = (line.split() for line in shown if "inputs/s" in line)
    # No columns for PyTorch.
    assert " ".join(heads) == "inputs chosen ms inputs/s GFLOP/s of peak float32 bfloat16"


def test_json_for_programs(goldens: Path) -> None:
    found = json.loads(json.dumps(as_json(report_of(goldens))))
    assert found["milliseconds"] == {"1": 0.5, "8": 1, "32": 4.25, "64": 6.4}
    assert found["chosen"] == {"1": "xla", "8": "onednn", "32": "onednn", "64": "onednn"}
    assert found["dtype"] == "bfloat16"
    assert found["best_batch"] == 64
    assert found["per_second"]["64"] == pytest.approx(10000)
    assert found["gflops"] == pytest.approx(10000 * found["network"]["operations"] / 1e9)
    assert found["peak_gflops"] == pytest.approx(640)
    assert found["start"] == {"help": 0.151, "name": 0.2, "genmove": 1.5}
    assert found["memory"] == {"help": 25.4, "name": 30}
    assert found["pytorch"]["8"] == {"float32": 3, "bfloat16": 4}
    assert found["trial"]["float32"]["1"] == {"xla": 1, "onednn": 0.1234}
    assert found["signature"] == 123456
    assert as_json(report_of(goldens, has_torch=False))["pytorch"] is None
    assert as_json(report_of(goldens, is_tried=False))["trial"] is None
