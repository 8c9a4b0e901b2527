"""The comparison of 16 with 32 bits."""

from dataclasses import replace
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from benchmarks import page
from benchmarks.bits import ALL, BFLOAT, FLOAT, KINDS, Result, Sizes, measure, results, rounded, rows
from benchmarks.lost_updates import lost
from tests.train.conftest import random_records

RESULT = Result("training", FLOAT, 1, 0.25, 3.0, 100.0, 2**20)


def test_rounding_leaves_what_bfloat16_has() -> None:
    found = rounded({"a": jnp.array([1.0, 1 + 2**-7, 1 + 2**-9]), "count": jnp.array(257)})
    assert found["a"].tolist() == [1.0, 1 + 2**-7, 1.0]
    assert found["a"].dtype == jnp.float32
    assert int(found["count"]) == 257


def test_rows_have_the_means_of_the_seeds() -> None:
    found = [
        RESULT,
        replace(RESULT, seed=2, top1=0.27, nll=2.9, per_second=300.0),
        replace(RESULT, kind=ALL, top1=0.2),
        replace(RESULT, part="inference", kind=BFLOAT, seed=0),
    ]
    assert [*rows(found)] == [
        ["training", FLOAT, "1, 2", "26.0% (25.0% to 27.0%)", "2.950 (2.900 to 3.000)", "200", "1 MiB"],
        ["training", ALL, "1", "20.0%", "3.000", "", ""],
        ["inference", BFLOAT, "", "25.0%", "3.000", "100", "1 MiB"],
    ]


def test_a_table_stands_between_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# A\n\n<!-- bits: a.py -->\n\nold\n\n<!-- end -->\n\nmore\n")
    page.write(path, "bits", "a.py", page.table(["a"], [["1"]]))
    assert path.read_text() == (
        "# A\n\n<!-- bits: a.py -->\n\n| a |\n| --- |\n| 1 |\n\n<!-- end -->\n\nmore\n"
    )
    with pytest.raises(SystemExit, match="found no mark"):
        page.write(path, "other", "a.py", [])


@pytest.mark.long
def test_it_goes_on_where_it_was_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.bits.SEEDS", (1,))
    records = tmp_path / "records"
    records.mkdir()
    for seed, name in enumerate(("train", "valid")):
        random_records(1, 60, seed).tofile(records / f"a.{name}.records")
    kept, sizes = tmp_path / "kept.jsonl", Sizes(batch=8, positions=24, validated=32)
    measure(kept, records, 0, sizes)
    assert results(kept) == []
    measure(kept, records, sizes=sizes)
    found = results(kept)
    assert {(result.part, result.kind) for result in found} == {
        (part, kind) for part in ("training", "inference") for kind in KINDS
    }
    assert all(result.per_second > 0 and result.bytes > 0 for result in found)
    # Rounded parameters learn something else.
    assert len({result.nll for result in found}) == len(found)
    measure(kept, records, sizes=sizes)
    assert results(kept) == found


def test_small_changes_of_bfloat16_are_lost() -> None:
    weights = [np.ones(4, np.float32)]
    # The next smaller number is 1 - 2**-8, and half of the way to it is rounded to 1.
    changes = [np.float32([0.0, 2**-9, 2**-8, -(2**-7)])]
    assert lost(weights, changes, 1.0) == 0.5
    assert lost(weights, changes, 0.25) == 1.0
