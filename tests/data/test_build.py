import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from darkgo.data import build as building
from darkgo.data import workers
from darkgo.data.build import build
from darkgo.data.games import open_games
from darkgo.data.manifest import Manifest
from darkgo.data.records import decode, open_records
from darkgo.data.replay import replay
from darkgo.errors import BadInput
from darkgo.go.points import PASS, Colour
from darkgo.go.sgf import read_games
from darkgo.go.symmetry import permutations
from tests.disk import room_for


@pytest.fixture
def folder(tmp_path, sgf_files):
    """A source with forty games."""
    path = tmp_path / "games"
    path.mkdir()
    for name, data in sgf_files.items():
        (path / name).write_bytes(data)
    return path


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def only(source, out):
    (built,) = build([source], out, processes=1).sources
    return built


def contents(directory):
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_golden_byte_for_byte(goldens, out):
    built = only(goldens / "records.sgf", out)
    assert (out / "records.train.records").read_bytes() == (goldens / "records.96").read_bytes()
    assert (out / "records.valid.records").read_bytes() == b""
    assert (built.games, built.used, built.train.positions, built.valid.positions) == (1, 1, 20, 0)


def test_every_position_is_in_one_of_the_two_files(folder, out, sgf_files):
    built = only(folder, out)
    positions = {}
    for part, records in (("train", built.train), ("valid", built.valid)):
        raw = open_records(out / records.file)
        assert (len(raw), raw.nbytes) == (records.positions, records.bytes)
        positions[part] = raw.tobytes()
    for data in sgf_files.values():
        raw = replay(read_games(data)[0])[0].tobytes()
        assert sum(raw in part for part in positions.values()) == 1
    assert (
        sum(map(len, positions.values()))
        == sum(len(replay(read_games(d)[0])[0]) for d in sgf_files.values()) * 96
    )


def test_about_two_percent_are_for_validation(tmp_path, out, random_moves, sgf):
    path = tmp_path / "many.sgf"
    path.write_bytes(b"".join(sgf(random_moves(seed, 4, corner=19)) for seed in range(2000)))
    built = only(path, out)
    assert built.used + built.duplicates == 2000
    assert 20 <= built.valid.games <= 60
    assert built.valid.positions == 4 * built.valid.games


def test_the_manifest_counts_ranks_and_years(folder, out):
    built = only(folder, out)
    assert built.ranks["9p"] == 40
    assert built.ranks["1d"] == 5
    assert built.years == {f"19{year}": 1 for year in range(50, 90)}
    assert Manifest.read(out).sources == [built]


def test_the_result_does_not_depend_on_the_number_of_processes(folder, goldens, tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "_BATCH_FILES", 3)
    results = []
    for processes in (1, 2):
        directory = tmp_path / f"{processes}"
        build([folder, goldens / "records.sgf", folder / "000.sgf"], directory, processes)
        results.append(contents(directory))
    assert results[0] == results[1]


def test_a_duplicate_is_dropped_in_every_later_source_and_orientation(tmp_path, out, random_moves, sgf):
    games = [random_moves(seed) for seed in range(3)]
    image = permutations(19)[5]
    turned = [
        [(colour, PASS if point == PASS else image[point]) for colour, point in moves] for moves in games
    ]
    first, second = tmp_path / "first.sgf", tmp_path / "second.sgf"
    first.write_bytes(sgf(games[0]) + sgf(games[1], "PB[Shusaku]") + sgf(games[0]))
    second.write_bytes(sgf(turned[1]) + sgf(games[2]) + sgf(turned[2]))
    built = build([first, second], out, processes=1).sources
    assert [(source.games, source.used, source.duplicates) for source in built] == [(3, 2, 1), (3, 1, 2)]


def test_sources_of_the_same_name_do_not_collide(tmp_path, out, sgf_files):
    paths = []
    for number, data in enumerate(list(sgf_files.values())[:3]):
        (tmp_path / f"{number}").mkdir()
        paths.append(tmp_path / f"{number}" / ("Games.sgf" if number == 2 else "games.sgf"))
        paths[-1].write_bytes(data)
    assert [source.name for source in build(paths, out, processes=1).sources] == [
        "games",
        "games-2",
        "Games-3",
    ]
    assert len(list(out.glob("*.records"))) == 6


def of_side(side, number, header=""):
    """A game on a board of this side. Games of different numbers differ."""
    row, column = divmod(number, side)
    return b"(;SZ[%d]%s;B[%c%c];W[%c%c])" % (
        side,
        header.encode(),
        *(97 + column, 97 + row),
        *(97 + side - 1, 97 + side - 1),
    )


def test_games_of_other_sides_have_files_of_their_own(tmp_path, out, sgf, random_moves):
    source = tmp_path / "games.sgf"
    # On 25x25 enough games that some are for validation.
    games = [sgf(random_moves(0)), *(of_side(9, number, "KM[7]RE[B+3]") for number in range(3))]
    source.write_bytes(b"".join(games + [of_side(25, number) for number in range(300)]))
    built = only(source, out)
    sides = {(part.side, part.file, part.table) for part in built.record_files}
    assert (9, "games.train.9x9.records", "games.train.9x9.games") in sides
    assert (25, "games.valid.25x25.records", "games.valid.25x25.games") in sides
    assert {path.name for path in out.glob("*.train.records")} == {"games.train.records"}
    assert (built.used, built.positions) == (built.games - built.duplicates, 80 + 2 * (built.used - 1))
    for part in built.record_files:
        raw = open_records(out / part.file)
        table = open_games(out / part.file)
        assert raw.shape == (part.positions, 4 + (part.side**2 + 3) // 4 + 1)
        assert (len(table.rows), table.side) == (part.games, part.side)
        assert decode(raw).stones.shape == (part.positions, part.side**2)
    small = open_games(out / "games.train.9x9.records").rows
    assert {(row["komi"], row["margin"], chr(row["winner"])) for row in small} == {(7, 3, "1")}
    assert Manifest.read(out).sources == [built]


def test_the_same_moves_on_boards_of_two_sides_are_two_games(tmp_path, out):
    source = tmp_path / "games.sgf"
    source.write_bytes(b"(;SZ[9];B[aa])(;SZ[13];B[aa])(;SZ[19];B[aa])")
    assert only(source, out).used == 3


def test_the_rows_of_a_table_are_those_of_the_games(folder, out, sgf_files):
    """Each row leads to the records of its game."""
    built = only(folder, out)
    found = {}
    for part in built.record_files:
        raw, table = open_records(out / part.file), open_games(out / part.file)
        for row in table.rows:
            own = raw[row["first"] : row["first"] + row["count"]]
            found[own.tobytes()] = chr(row["winner"]) + chr(row["ending"])
    for data in sgf_files.values():
        (record,) = read_games(data)
        assert found[replay(record).records.tobytes()] == ("1R" if record.result == "B+R" else "0R")


def test_reasons_of_what_is_unknown_are_counted(tmp_path, out):
    source = tmp_path / "games.sgf"
    headers = [
        "KM[1000000000]",
        "KM[1e9]",
        "KM[6.5]RE[B+3.5 white wins]",
        "KM[6.5]RE[B+900]",
        "KM[6.5]RE[W+R]",
    ]
    source.write_bytes(b"".join(of_side(9, number, header) for number, header in enumerate(headers)))
    assert only(source, out).doubts == {
        "komi not understood": 2,
        "result contradicts itself": 1,
        "margin beyond the board": 1,
    }


def without_tables(out):
    """Make a directory what an earlier version would have built."""
    content = json.loads((out / "manifest.json").read_text())
    for source in content["sources"]:
        del source["doubts"], source["others"]
        for kind in ("train", "valid"):
            (out / source[kind].pop("table")).unlink()
            del source[kind]["table_bytes"], source[kind]["side"]
    (out / "manifest.json").write_text(json.dumps(content))


def test_records_of_an_earlier_version_have_no_tables_and_get_them_by_another_build(folder, out):
    build([folder], out, 1)
    whole = contents(out)
    without_tables(out)
    assert [source.has_tables for source in Manifest.read(out).sources] == [False]
    assert len(open_records(out / "games.train.records"))
    assert open_games(out / "games.train.records") is None
    build([folder], out, 1)
    assert contents(out) == whole


# What real collections hold


def test_every_game_is_used_or_counted_by_reason(tmp_path, out, sgf, random_moves):
    good = sgf(random_moves(0))
    source = tmp_path / "dirt.zip"
    with zipfile.ZipFile(source, "w") as archive:
        for number, data in enumerate(
            [
                good,
                b"(;GM[2]SZ[8]B[aa])",
                b"(;GM[1]SZ[4];B[aa])",
                b"(;GM[1]SZ[19]PB[nobody])",
                b"GIF89a, not a game",
                b"",
                b"(;GM[1]AB[aa];W[aa])",
                sgf([(Colour.BLACK, 60), (Colour.WHITE, 60)]),
                b"(;GM[1]SZ[19];B[aa];AW[ss];W[dd])",
                b"Subject: a game (;GM[1]FF[4]PB[\xd5\xc5];B[dd]",
                good,
            ]
        ):
            archive.writestr(f"{number}.sgf", data)
        archive.writestr("readme.txt", b"")
    built = only(source, out)
    assert built.files == 11
    assert built.unread == {"other kind of file": 1}
    assert built.rejects == {
        "other game": 1,
        "board size": 1,
        "no moves": 1,
        "not SGF": 2,
        "first move: occupied point": 1,
    }
    assert built.cuts["occupied point"] == 1
    assert built.cuts["setup in mid-game"] == 1
    assert built.duplicates == 1
    assert built.games == built.used + built.duplicates + built.rejects.total()


def test_the_readable_part_of_a_damaged_archive_is_used(tmp_path, out, sgf_files):
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w:xz") as archive:
        for name, data in sgf_files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    source = tmp_path / "games.tar.xz"
    source.write_bytes(whole.getvalue()[: len(whole.getvalue()) * 3 // 4])
    built = only(source, out)
    assert 0 < built.used < 40
    assert built.unread == {"damaged archive": 1}
    (trouble,) = built.troubles
    # The stream ends in the data of a member, which is named, or after those of the one before.
    last = (built.used - 1, built.used)
    assert trouble in [f"damaged archive: games.tar.xz:{number:03}.sgf" for number in last]


def test_what_could_not_be_read_is_named_up_to_a_hundred_times(tmp_path, out, sgf_files):
    source = tmp_path / "games"
    source.mkdir()
    (source / "good.sgf").write_bytes(sgf_files["000.sgf"])
    (source / "readme.txt").write_bytes(b"")
    for number in range(120):
        (source / f"{number:03}.zip").write_bytes(b"PK\x03\x04")
    built = only(source, out)
    assert (built.used, built.unread["damaged archive"]) == (1, 120)
    assert built.troubles == [f"damaged archive: {number:03}.zip" for number in range(100)]
    assert Manifest.read(out).sources == [built]


def test_a_source_without_a_usable_game_among_others(tmp_path, out, sgf_files):
    (tmp_path / "good.sgf").write_bytes(sgf_files["000.sgf"])
    (tmp_path / "empty").mkdir()
    built = build([tmp_path / "empty", tmp_path / "good.sgf"], out, processes=1)
    assert [source.used for source in built.sources] == [0, 1]


def test_no_usable_game_at_all(tmp_path, out):
    (tmp_path / "a.sgf").write_bytes(b"(;GM[1]SZ[4];B[aa])(;GM[1]SZ[3];B[aa])")
    (tmp_path / "b.zip").write_bytes(b"")
    with pytest.raises(BadInput, match=r"no usable game; found: board size 2, damaged archive 1"):
        build([tmp_path / "a.sgf", tmp_path / "b.zip"], out, processes=1)
    assert contents(out) == {}


def test_a_missing_source_is_named_before_anything_is_built(folder, out):
    with pytest.raises(BadInput, match=r"nowhere\.tar: No such file"):
        build([folder, folder / "nowhere.tar"], out, processes=1)
    assert not out.exists()


def test_a_source_that_cannot_be_read_is_named(tmp_path, out, sgf_files, monkeypatch):
    source = tmp_path / "games.sgf"
    source.write_bytes(sgf_files["000.sgf"])

    class Failing(io.FileIO):
        def read(self, size=-1):
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", lambda path, mode: Failing(path))
    with pytest.raises(BadInput) as caught:
        build([source], out, processes=1)
    assert str(caught.value) == f"{source}: Input/output error"
    assert not out.exists()


def test_a_directory_that_cannot_be_written(folder):
    with pytest.raises(BadInput, match=r"000\.sgf: (File exists|Not a directory)"):
        build([folder], folder / "000.sgf", processes=1)


def test_a_directory_with_records_of_other_sources_is_left_alone(folder, goldens, out):
    only(goldens / "records.sgf", out)
    before = contents(out)
    with pytest.raises(BadInput, match=r"holds records of records\.sgf, which is not source 1"):
        only(folder, out)
    assert contents(out) == before


def test_a_manifest_that_is_none(folder, out):
    out.mkdir()
    for text, message in (
        ("{", "not a manifest"),
        ("[]", "format is 'list'"),
        ('{"format": "darkgo records 0"}', "expected 'darkgo records 1'"),
        ('{"format": "darkgo records 1", "sources": [{"name": 1}]}', "not a manifest of records"),
    ):
        (out / "manifest.json").write_text(text)
        with pytest.raises(BadInput, match=rf"manifest\.json: .*{message}"):
            only(folder, out)


# Going on


class Stopped(Exception):
    """Stands for any death of the process."""


def stopped_build(paths, out, at):
    calls = 0

    def report(*_):
        nonlocal calls
        calls += 1
        if calls == at:
            raise Stopped

    with pytest.raises(Stopped):
        build(paths, out, 1, report)


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("at", [1, 7, 12])
def test_an_interrupted_build_goes_on_and_ends_alike(folder, goldens, tmp_path, monkeypatch, at, processes):
    """At the first, in the middle of the first source, and in the second."""
    monkeypatch.setattr(workers, "_BATCH_FILES", 4)
    monkeypatch.setattr(building, "CHECKPOINT_SECONDS", 0)
    for number in range(4, 40, 10):
        side = 9 if number < 30 else 13
        (folder / f"{number:03}.sgf").write_bytes(of_side(side, number, "KM[7]RE[W+R]"))
    paths = [folder, goldens / "records.sgf"]
    whole, out = tmp_path / "whole", tmp_path / "out"
    build(paths, whole, 1)
    assert {"games.train.9x9.games", "games.train.13x13.records"} <= contents(whole).keys()
    stopped_build(paths, out, at)
    assert len(list(out.glob("*.records"))) == (4 if at == 12 else 0)
    done = []
    build(paths, out, processes, lambda source, *_: done.append((source.name, source.games)))
    assert done[0] == {1: ("games", 4), 7: ("games", 28), 12: ("records", 1)}[at]
    assert contents(out) == contents(whole)


def test_what_was_built_before_an_interruption_is_not_built_again(sgf_files, tmp_path, monkeypatch):
    """Neither from the same source nor from one that is added."""
    monkeypatch.setattr(workers, "_BATCH_FILES", 4)
    monkeypatch.setattr(building, "CHECKPOINT_SECONDS", 0)
    twice, again = tmp_path / "twice", tmp_path / "again"
    for folder, copies in ((twice, "ab"), (again, "a")):
        folder.mkdir()
        for name, data in sgf_files.items():
            for copy in copies:
                (folder / f"{copy}{name}").write_bytes(data)
    whole, out = tmp_path / "whole", tmp_path / "out"
    built = build([twice, again], whole, 1).sources
    assert [(source.used, source.duplicates) for source in built] == [(40, 40), (0, 40)]
    # In the middle of the copies.
    stopped_build([twice], out, 15)
    build([twice], out, 1)
    build([twice, again], out, 1)
    assert contents(out) == contents(whole)


def test_a_checkpoint_that_does_not_fit_is_not_used(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "_BATCH_FILES", 4)
    monkeypatch.setattr(building, "CHECKPOINT_SECONDS", 0)
    whole = tmp_path / "whole"
    build([folder], whole, 1)

    def garbage(out):
        (out / "checkpoint.json").write_text("{}")

    def shorter_part(out):
        (out / "games.train.records.part").write_bytes(b"")

    def other_source(out):
        path = out / "checkpoint.json"
        content = json.loads(path.read_text())
        content["source"]["fingerprint"] = "another"
        path.write_text(json.dumps(content))

    for spoil in (garbage, shorter_part, other_source):
        out = tmp_path / spoil.__name__
        stopped_build([folder], out, 7)
        spoil(out)
        build([folder], out, 1)
        assert contents(out) == contents(whole)


def test_a_finished_build_is_not_repeated_and_can_be_added_to(folder, goldens, tmp_path):
    first, second = goldens / "records.sgf", folder
    at_once, out = tmp_path / "at once", tmp_path / "out"
    build([first, second], at_once, 1)
    for paths, expected in (([first], {"records"}), ([first, second], {"games"}), ([first, second], set())):
        built = set()
        build(paths, out, 1, lambda source, *_, built=built: built.add(source.name))
        assert built == expected
    assert contents(out) == contents(at_once)


def test_a_full_disk(folder, out):
    with room_for(100_000), pytest.raises(BadInput, match="File too large; the same command continues"):
        build([folder], out, 1)
    assert not list(out.glob("*.records"))
    build([folder], out, 1)
    assert decode(open_records(out / "games.train.records")).row.size


def test_a_disk_that_is_full_before_the_manifest_is_written(tmp_path, out):
    source, whole = tmp_path / "short.sgf", tmp_path / "whole"
    source.write_bytes(b"(;GM[1]SZ[19];B[dd])")
    build([source], whole, 1)
    with room_for((whole / "manifest.json").stat().st_size - 1), pytest.raises(BadInput) as caught:
        build([source], out, 1)
    assert str(caught.value) == f"{out}: File too large; the same command continues from here"
    names = {path.name for path in out.iterdir()}
    assert names == {*contents(whole), "checkpoint.json"} - {"manifest.json"}
    build([source], out, 1)
    assert contents(out) == contents(whole)


@pytest.mark.parametrize("file", ["games.train.records", "games.train.games", "games.digests"])
def test_a_file_that_was_cut_is_not_taken_for_whole(folder, out, file):
    build([folder], out, 1)
    cut = out / file
    cut.write_bytes(cut.read_bytes()[:-16])
    with pytest.raises(BadInput, match="remove the directory"):
        build([folder], out, 1)


@pytest.mark.parametrize(
    ("name", "games", "positions"),
    [("f2a_nihonkiin_style", 1, 5), ("f2c_sina_style_variations", 1, 7), ("f11_km_6moku_han", 1, 2)],
)
def test_records_without_semicolons_give_their_main_line(tmp_path, out, name, games, positions):
    """Not each variation as a game of its own from an empty board."""
    fault = Path(__file__).parent.parent / "go" / "faults" / f"{name}.sgf"
    source = only(fault, out)
    assert (source.games, source.used) == (games, games)
    assert source.train.positions + source.valid.positions == positions
