"""Metrics read back, smoothed and drawn."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from darkgo.errors import BadInput
from darkgo.train.journal import METRICS, Journal, Row
from darkgo.train.plot import Metrics, draw, plot, read_metrics

HEADER = "update,positions,loss,accuracy,rate,positions_per_second,valid_top1,valid_nll\r\n"
ROWS = (
    "10,1280,5.5,0.02,0.1,90.0,,\r\n"
    "20,2560,4.5,0.08,0.1,91.0,0.09,4.4\r\n"
    "30,3840,4.0,0.10,0.05,92.0,,\r\n"
    "40,5120,3.5,0.14,0.0,93.0,0.15,3.4\r\n"
)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return written(tmp_path / "first", HEADER + ROWS)


def written(folder: Path, text: str | bytes) -> Path:
    folder.mkdir(parents=True)
    (folder / METRICS).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def metrics(positions: list[int], accuracy: list[float], valid: float = math.nan) -> Metrics:
    at, values = np.array(positions, float), np.array(accuracy)
    checked = np.full(len(at), valid)
    columns = {"update": at / 128, "positions": at, "loss": values, "accuracy": values, "rate": 0 * at + 0.1}
    return Metrics({**columns, "valid_top1": checked, "valid_nll": checked})


def panel_labels(figure: Figure) -> list[str]:
    return [panel.get_ylabel() for panel in figure.axes]


def legend_names(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.legends[0].get_texts()]


def test_what_a_journal_writes_is_read_back(tmp_path: Path) -> None:
    rows = [Row(1, 8, 5.9, 0.0, 1e-3, 10.5), Row(3, 24, 5.5, 0.125, 5e-4, 11.0, 0.25, 5.25)]
    journal = Journal(tmp_path, 0, 3, 0)
    for row in rows:
        journal.add(row, row.loss, 0.0, 1.0, row.positions)
    found = read_metrics(tmp_path)
    for column in found.columns:
        expected = [getattr(row, column) for row in rows]
        np.testing.assert_array_equal(found[column], np.array(expected, float))


def test_a_file_cut_off_anywhere_loses_only_its_last_line(tmp_path: Path) -> None:
    text = HEADER + ROWS
    for length in range(len(text)):
        folder = written(tmp_path / str(length), text[:length])
        complete = text[:length].count("\n") - 1
        if complete < 1:
            with pytest.raises(BadInput, match="found no column" if complete < 0 else "found no row yet"):
                read_metrics(folder)
        else:
            assert len(read_metrics(folder)["update"]) == complete


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "",
            "line 1: found no column update, positions, loss, accuracy, rate, valid_top1, valid_nll;",
        ),
        ("a,b\n1,2\n", "line 1: found no column update"),
        (HEADER.replace("loss", "lass") + ROWS, "line 1: found no column loss; expected"),
        (HEADER, "found no row yet; expected one"),
        (HEADER + "10,1280,5.5\n" + ROWS, "line 2: found 3 values; expected 8"),
        (HEADER + ROWS + "50,6400,3,.1,0,9,,,\n", "line 6: found 9 values; expected 8"),
        (HEADER + ROWS + "\n", "line 6: found 1 values; expected 8"),
        (HEADER + ROWS.replace("4.5", "4.5x"), "line 3: found loss '4.5x'; expected a number"),
        (HEADER + ROWS.replace("0.10", ""), "line 4: found accuracy ''; expected a number"),
        (HEADER + ROWS.replace("5.5", "nan"), "line 2: found loss 'nan'; expected a number"),
        (HEADER + ROWS.replace("3.4", "1e999"), "line 5: found valid_nll '1e999'; expected a number"),
        (HEADER + ROWS.replace("3.4", "9" * 9999), "line 5: found valid_nll '9999"),
        (
            HEADER + ROWS.replace("4.5", "-1e308"),
            "line 3: found loss '-1e308'; expected a number from -1e+39 to 1e+39",
        ),
        (HEADER + ROWS.replace("3840", "2560"), "line 4: found positions 2560; expected more than the 2560"),
        (HEADER + ROWS.replace("1280", "0"), "line 2: found positions 0; expected more than the 0"),
        (
            HEADER.encode() + b"\0\xff" + ROWS.encode(),
            "line 2: found update '\\x00\ufffd10'; expected a number",
        ),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, text: str | bytes, said: str) -> None:
    folder = written(tmp_path / "run", text)
    with pytest.raises(BadInput) as caught:
        read_metrics(folder)
    message = str(caught.value)
    assert message.startswith(str(folder / METRICS))
    assert said in message
    assert "\n" not in message
    assert len(message) < len(str(folder)) + 200


@pytest.mark.parametrize("kind", ["nothing", "a file", "an empty folder", "a folder of that name"])
def test_what_is_no_run_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "run"
    if kind == "a file":
        path.write_text("")
    elif kind != "nothing":
        (path / METRICS if "name" in kind else path).mkdir(parents=True)
    said = {"an empty folder": "found no metrics.csv", "a folder of that name": "cannot be read"}
    with pytest.raises(BadInput, match=said.get(kind, "found no folder")) as caught:
        read_metrics(path)
    assert str(path) in str(caught.value)
    assert "expected" in str(caught.value)


def test_a_smoothed_value_is_the_mean_of_the_positions_around_it() -> None:
    # The run is 1000 positions long, so a value looks 20 to either side, at 50 only 5.
    found = metrics([50, 990, 1000], [0.1, 0.2, 0.4]).smoothed("accuracy")
    last = (0.2 * 10 + 0.4 * 10) / 20
    np.testing.assert_allclose(
        found, [(0.1 * 5 + 0.2 * 5) / 10, (0.2 * 20 + 0.4 * 10) / 30, last], rtol=1e-12
    )


@given(st.lists(st.tuples(st.integers(1, 10**9), st.floats(0, 1)), min_size=1, max_size=50))
def test_smoothing_invents_no_extremes(rows: list[tuple[int, float]]) -> None:
    steps, values = zip(*rows, strict=True)
    run = metrics(np.cumsum(steps).tolist(), list(values))
    found = run.smoothed("accuracy")
    assert found.shape == (len(rows),)
    assert found.min() >= min(values) - 1e-6
    assert found.max() <= max(values) + 1e-6


def test_a_picture_has_a_panel_for_each_measure(run: Path) -> None:
    figure = draw({"first": read_metrics(run)}, "positions")
    assert panel_labels(figure) == ["accuracy (top-1)", "loss (nats a position)", "learning rate"]
    _, smoothed, validation = figure.axes[0].lines
    np.testing.assert_array_equal(smoothed.get_xdata(), [1280, 2560, 3840, 5120])
    np.testing.assert_array_equal(validation.get_xydata(), [[2560, 0.09], [5120, 0.15]])
    assert validation.get_marker() == "o"
    np.testing.assert_array_equal(figure.axes[1].lines[2].get_ydata(), [4.4, 3.4])
    np.testing.assert_array_equal(figure.axes[2].lines[0].get_ydata(), [0.1, 0.1, 0.05, 0.0])
    figure.canvas.draw()
    assert "4k" in [text.get_text() for text in figure.axes[2].get_xticklabels()]
    assert "10%" in [text.get_text() for text in figure.axes[0].get_yticklabels()]


JUDGING = ",ownership,winner,margin,valid_winner,valid_winner_nll\r\n"


def test_what_is_learnt_of_games_has_panels_of_its_own(tmp_path: Path) -> None:
    text = HEADER.replace("\r\n", JUDGING) + (
        "10,1280,5.5,0.02,0.1,90.0,,,0.7,,,,\r\n"
        "20,2560,4.5,0.08,0.1,91.0,0.09,4.4,0.5,0.69,,0.52,0.7\r\n"
        "30,3840,4.0,0.10,0.05,92.0,,,0.4,,,,\r\n"
        "40,5120,3.5,0.14,0.0,93.0,0.15,3.4,0.3,0.65,,0.6,0.66\r\n"
    )
    runs = {"old": read_metrics(written(tmp_path / "old", HEADER + ROWS))}
    runs["new"] = read_metrics(written(tmp_path / "new", text))
    figure = draw(runs, "positions")
    assert panel_labels(figure) == [
        "accuracy (top-1)",
        "loss (nats a position)",
        "ownership (nats a point)",
        "winner (nats a position)",
        "winner named",
        "learning rate",
    ]
    owners, winner, named = figure.axes[2:5]
    np.testing.assert_allclose(owners.lines[-2].get_ydata(), [0.7, 0.5, 0.4, 0.3], rtol=1e-12)
    # Rows without a value are left out, and so is the run that has none.
    np.testing.assert_allclose(winner.lines[-2].get_ydata(), [np.nan, 0.69, np.nan, 0.65], rtol=1e-12)
    np.testing.assert_array_equal(winner.lines[-1].get_xydata(), [[2560, 0.7], [5120, 0.66]])
    np.testing.assert_array_equal(named.lines[-1].get_xydata(), [[2560, 0.52], [5120, 0.6]])
    low, high = winner.get_ylim()
    assert low < 0.65 < 0.7 < high
    figure.canvas.draw()
    assert "60%" in [text.get_text() for text in named.get_yticklabels()]
    assert plot([tmp_path / "new", tmp_path / "old"], tmp_path / "x.png").exists()


def test_a_smoothed_value_does_not_count_rows_without_one() -> None:
    run = metrics([50, 990, 1000], [0.1, math.nan, 0.4])
    found = run.smoothed("accuracy")
    np.testing.assert_allclose(found[[0, 2]], [0.1, 0.4], rtol=1e-12)
    assert np.isnan(found[1])


def test_updates_are_counted_instead_of_positions(run: Path) -> None:
    figure = draw({"first": read_metrics(run)}, "updates")
    np.testing.assert_array_equal(figure.axes[0].lines[0].get_xdata(), [10, 20, 30, 40])
    assert figure.axes[-1].get_xlabel() == "updates"


def test_a_rate_that_never_changes_is_not_drawn(run: Path) -> None:
    constant = metrics([100, 200], [0.1, 0.2])
    assert len(draw({"a": constant, "b": constant}, "positions").axes) == 2
    assert len(draw({"a": constant, "b": read_metrics(run)}, "positions").axes) == 3


def test_the_steep_beginning_does_not_set_the_scale() -> None:
    steep = metrics([100, 200, *range(10_000, 100_001, 10_000)], [6.8, 6.0, *np.linspace(3.2, 3.0, 10)])
    low, high = draw({"a": steep}, "positions").axes[1].get_ylim()
    assert 2.9 < low < 3.0
    assert 3.2 < high < 3.3


@pytest.mark.parametrize("losses", [[-0.5, -0.3, 0.2], [-0.5, -0.4, -0.3], [0.0, 0.001, 0.001]])
def test_losses_below_0_are_in_the_picture(losses: list[float]) -> None:
    low, high = draw({"a": metrics([100, 200, 300], losses)}, "positions").axes[1].get_ylim()
    assert low <= min(losses) <= max(losses) < high
    assert (low < 0) == (min(losses) < 0)


@pytest.mark.parametrize("losses", [["1e39", "-1e39"], ["1e39", "1e39"], ["1e20", "1e20"]])
def test_losses_of_any_size_are_drawn(tmp_path: Path, losses: list[str]) -> None:
    rows = [f"{n},{n}e38,{loss},0.1,0.1,90.0,0.1,{loss}\n" for n, loss in enumerate(losses, 1)]
    out = plot([written(tmp_path / "run", HEADER + "".join(rows))], tmp_path / "curves.png")
    assert out.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_a_single_row_is_a_visible_point() -> None:
    for valid in (math.nan, 0.03):
        figure = draw({"a": metrics([1280], [0.02], valid)}, "positions")
        low, high = figure.axes[0].get_ylim()
        assert low < 0.02 < high
        assert figure.axes[0].lines[1].get_marker() == "."


@pytest.mark.parametrize("count", [1, 2, 11, 40])
def test_every_run_has_a_look_of_its_own(count: int) -> None:
    runs = {f"run {n}": metrics([100, 200], [0.1, 0.2]) for n in range(count)}
    figure = draw(runs, "positions")
    assert legend_names(figure) == list(runs)
    looks = {(line.get_color(), line.get_linestyle()) for line in figure.legends[0].get_lines()}
    assert len(looks) == count


def test_runs_are_named_by_their_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[list[str]] = []
    monkeypatch.setattr(Figure, "savefig", lambda figure, *_, **__: drawn.append(legend_names(figure)))
    for folder in ("a/go", "b/go", "b/other"):
        written(tmp_path / folder, HEADER + ROWS)
    monkeypatch.chdir(tmp_path / "b/go")
    out = tmp_path / "x.png"
    plot([Path(), Path("../other")], out)
    plot([Path(), Path("../../a/go"), tmp_path / "b/go"], out)
    assert drawn == [["go", "other"], ["b/go", "a/go"]]


def test_any_name_of_a_folder_is_drawn(tmp_path: Path) -> None:
    names = ["_hidden", "a$b^{$", "new\nline", "\udcff", "x" * 200, "{0} %s \\alpha", "囲碁", "é"]
    runs = [written(tmp_path / name, HEADER + ROWS) for name in names]
    out = tmp_path / "curves.PNG"
    assert plot(runs, out) == out
    assert out.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    figure = draw({name: read_metrics(run) for name, run in zip(names, runs, strict=True)}, "positions")
    expected = [*names[:2], "new\\nline", "\\udcff", *names[4:6], "\\u56f2\\u7881", "é"]
    assert legend_names(figure) == expected


def test_many_validation_points_do_not_hide_each_other() -> None:
    for count, edge in ((60, "white"), (61, "C0")):
        run = metrics([100 * n for n in range(1, count + 1)], [0.1] * count, 0.2)
        assert draw({"a": run}, "positions").axes[0].lines[2].get_markeredgecolor() == edge


@pytest.mark.parametrize(
    "place", ["none/curves.png", "file/curves.png", "folder.png", "curves.svg", "curves"]
)
def test_a_picture_that_cannot_be_written_is_refused(tmp_path: Path, run: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.png").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BadInput) as caught:
        plot([run], tmp_path / place)
    assert str(caught.value).startswith(f"{tmp_path / place}: ")
    assert "expected" in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before
