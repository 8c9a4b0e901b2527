import bz2
import gzip
import io
import lzma
import os
import random
import tarfile
import tracemalloc
import zipfile

import pytest

from darkgo.data import sources
from darkgo.data.sources import items, stem
from darkgo.errors import BadInput
from darkgo.go.sgf import read_games

OPENERS = {"": open, ".gz": gzip.open, ".xz": lzma.open, ".bz2": bz2.open}


def tar(path, files, ending=""):
    with OPENERS[ending](path, "wb") as raw, tarfile.open(fileobj=raw, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def zipped(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def directory(path, files):
    path.mkdir()
    for name, data in files.items():
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_bytes(data)
    return path


def read(source):
    return [item.data for item in items(source) if not item.trouble]


def troubles(source):
    return [item.trouble for item in items(source) if item.trouble]


@pytest.mark.parametrize("ending", OPENERS)
def test_tar(tmp_path, sgf_files, ending):
    source = tar(tmp_path / f"games.tar{ending}", sgf_files, ending)
    assert read(source) == list(sgf_files.values())
    assert troubles(source) == []
    assert list(items(source))[-1].done == source.stat().st_size


def test_archives_are_recognised_whatever_their_name(tmp_path, sgf_files):
    for source in (tar(tmp_path / "a", sgf_files, ".xz"), zipped(tmp_path / "b", sgf_files)):
        assert read(source) == list(sgf_files.values())


def test_zip(tmp_path, sgf_files):
    assert read(zipped(tmp_path / "games.zip", sgf_files)) == list(sgf_files.values())


def test_single_files(tmp_path, sgf_files):
    data = sgf_files["000.sgf"]
    (tmp_path / "odd name.txt").write_bytes(data)
    assert read(tmp_path / "odd name.txt") == [data]
    with gzip.open(tmp_path / "a.sgf.gz", "wb") as file:
        file.write(data)
    assert read(tmp_path / "a.sgf.gz") == [data]


def test_a_directory_is_walked_in_the_order_of_names(tmp_path, sgf_files):
    names = list(sgf_files)
    data = [*sgf_files.values()]
    source = directory(tmp_path / "games", {"b/1.sgf": data[0], "b.SGF": data[1], "a.sgf": data[2]})
    tar(source / "c.tar.gz", {names[3]: data[3]}, ".gz")
    assert read(source) == [data[2], data[1], data[3], data[0]]


def test_other_files_in_directories_and_archives_are_counted(tmp_path):
    files = {"readme.txt": b"(;GM[1]B[aa])", "inner.zip": b"PK\x03\x04"}
    for source in (
        tar(tmp_path / "a.tar", files),
        zipped(tmp_path / "a.zip", files),
        directory(tmp_path / "a", {"readme.txt": b""}),
    ):
        assert set(troubles(source)) == {sources.OTHER_FILE}


@pytest.mark.parametrize("ending", OPENERS)
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_what_is_readable_of_a_truncated_tar_is_kept(tmp_path, sgf_files, ending, share):
    source = tar(tmp_path / f"games.tar{ending}", sgf_files, ending)
    whole = source.read_bytes()
    source.write_bytes(whole[: int(len(whole) * share)])
    games = read(source)
    assert games == list(sgf_files.values())[: len(games)]
    assert troubles(source) == [sources.DAMAGED]
    if not ending:
        # Half a game is lost at most.
        assert len(games) >= len(sgf_files) * share - 3


def test_a_tar_cut_off_between_members_is_damaged(tmp_path, sgf_files):
    source = tar(tmp_path / "games.tar", {"a.sgf": b"(;GM[1])", "b.sgf": b"(;GM[1])"})
    source.write_bytes(source.read_bytes()[:1024])
    assert (read(source), troubles(source)) == ([b"(;GM[1])"], [sources.DAMAGED])


def test_a_tar_with_a_broken_header_in_the_middle_is_damaged(tmp_path):
    source = tar(tmp_path / "games.tar", {"a.sgf": b"(;GM[1])", "b.sgf": b"(;GM[1])"})
    data = bytearray(source.read_bytes())
    data[1024:1030] = b"?" * 6
    source.write_bytes(data)
    assert (read(source), troubles(source)) == ([b"(;GM[1])"], [sources.DAMAGED])


@pytest.mark.parametrize("kind", [tarfile.USTAR_FORMAT, tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
@pytest.mark.parametrize("hole", [b"?", b"\0"])
def test_the_members_after_the_damage_are_read(tmp_path, sgf_files, kind, hole):
    """Blocks in the middle are overwritten: three members are lost, and the one before them is named."""
    source = tmp_path / "games.tar"
    offsets = []
    with tarfile.open(source, "w", format=kind) as archive:
        for name, data in sgf_files.items():
            info = tarfile.TarInfo(f"games of {'a long time ' * 6}ago/{name}")
            info.size = len(data)
            offsets.append(archive.fileobj.tell())
            archive.addfile(info, io.BytesIO(data))
    with source.open("r+b") as file:
        file.seek(offsets[9])
        file.write(hole * (offsets[11] - offsets[9] + 512))
    games, whole = read(source), list(sgf_files.values())
    assert games == whole[:9] + whole[12:]
    (trouble,) = (item for item in items(source) if item.trouble)
    assert trouble.trouble == sources.DAMAGED
    assert trouble.name.startswith("games.tar:games of")
    assert trouble.name.endswith("008.sgf")


@pytest.mark.parametrize("ending", [".gz", ".xz", ".bz2"])
def test_a_flipped_bit_of_a_compressed_tar_is_noticed(tmp_path, sgf_files, ending):
    """The checksum of a .gz comes after all members, so what was damaged has come out by then."""
    source = tar(tmp_path / f"games.tar{ending}", sgf_files, ending)
    whole = source.read_bytes()
    choice, outcomes = random.Random(0), set()
    for place in choice.sample(range(20, len(whole)), 40):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << choice.randrange(8)
        source.write_bytes(damaged)
        same = read(source) == list(sgf_files.values())
        outcomes.add((same, bool(troubles(source))))
    assert (False, False) not in outcomes
    assert (False, True) in outcomes


def test_a_wrong_checksum_names_the_archive(tmp_path, sgf_files):
    source = tar(tmp_path / "games.tar.gz", sgf_files, ".gz")
    data = bytearray(source.read_bytes())
    data[-6] ^= 1
    source.write_bytes(data)
    assert read(source) == list(sgf_files.values())
    assert [(item.name, item.trouble) for item in items(source) if item.trouble] == [
        (source.name, sources.DAMAGED)
    ]


def test_what_follows_the_end_of_a_tar_is_no_damage(tmp_path, sgf_files):
    source = tar(tmp_path / "games.tar", sgf_files)
    with source.open("ab") as file:
        file.write(b"something else" * 1000)
    assert (read(source), troubles(source)) == (list(sgf_files.values()), [])


def test_a_bad_member_of_a_zip_does_not_hide_the_others(tmp_path, sgf_files):
    source = zipped(tmp_path / "games.zip", sgf_files)
    with zipfile.ZipFile(source) as archive:
        bad = archive.getinfo("007.sgf")
        start = bad.header_offset + 30 + len(bad.filename)
    data = bytearray(source.read_bytes())
    data[start + 20 : start + 24] = b"\xff\x00\xff\x00"
    source.write_bytes(data)
    expected = [data for name, data in sgf_files.items() if name != "007.sgf"]
    assert (read(source), troubles(source)) == (expected, [sources.DAMAGED_MEMBER])
    assert [item.name for item in items(source) if item.trouble] == ["games.zip:007.sgf"]


@pytest.mark.parametrize("name", ["x.zip", "x.tar", "x.tar.xz", "x.sgf.gz"])
@pytest.mark.parametrize(
    "data", [b"", b"no archive", b"\xfd7zXZ\x00\x00\x04", b"\x1f\x8b\x08", b"PK\x03\x04"]
)
def test_what_is_no_archive_at_all(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    taken_for_a_game = name == "x.sgf.gz" and data in (b"", b"no archive")
    assert troubles(tmp_path / name) == ([] if taken_for_a_game else [sources.DAMAGED])


@pytest.mark.parametrize("ending", [".tar", ".tar.gz", ".zip"])
def test_an_archive_is_read_one_member_after_another(tmp_path, ending):
    """Of forty members, each of a megabyte, few are in memory at a time."""
    data = b"(;SZ[19]C[%s];B[aa])" % bytes(1 << 20).replace(b"\0", b"x")
    path = tmp_path / f"large{ending}"
    if ending == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(40):
                archive.writestr(f"{number}.sgf", data)
    else:
        with tarfile.open(path, "w:gz" if ending == ".tar.gz" else "w") as archive:
            for number in range(40):
                info = tarfile.TarInfo(f"{number}.sgf")
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
    tracemalloc.start()
    try:
        sizes = [len(item.data) for item in items(path)]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sizes == [len(data)] * 40
    assert peak < 8 * len(data)


def test_a_large_collection_comes_in_pieces(tmp_path, sgf_files, monkeypatch):
    monkeypatch.setattr(sources, "_PIECE", 2000)
    path = tmp_path / "collection.sgf"
    path.write_bytes(b"\n".join(sgf_files.values()))
    pieces = list(items(path))
    assert b"".join(piece.data for piece in pieces) == path.read_bytes()
    assert len(pieces) > 3
    assert all(piece.data.startswith(b"(;") for piece in pieces)
    assert [piece.begins for piece in pieces] == [True] + [False] * (len(pieces) - 1)


def game(header, letter):
    """A game of its own for each letter: with two variations, and brackets and roots in a comment."""
    comment = rb"C[(see [1\]: (;GM[1\]FF[4\]) :)]"
    return b"(\n;%s;B[%ba]%s(;W[bb];B[cc])\n( ;PB[me]W[cc](;B[dd])))" % (header, letter, comment)


@pytest.mark.parametrize(
    "header",
    [b"", b"GM[1]", b"EV[a (b) c]PB[d]", b"C[a \\\\]", "GN[囲碁 評]".encode(), b"AddBlack\n[pp]\n[qq]"],
)
@pytest.mark.parametrize("between", [b"", b"\r\n", b"\0", b" (second) game:\n"])
def test_a_collection_is_cut_between_games_whatever_they_begin_with(monkeypatch, header, between, tmp_path):
    games = [game(header, b"%c" % letter) for letter in b"abcdefghij"]
    data = b"From: me\n" + between.join(games)
    monkeypatch.setattr(sources, "_PIECE", 2 * (len(games[0]) + len(between)) + 20)
    path = tmp_path / "collection.sgf"
    path.write_bytes(data)
    pieces = read(path)
    assert b"".join(pieces) == data
    assert len(pieces) == 5
    assert [g for piece in pieces for g in read_games(piece)] == read_games(data)


@pytest.mark.parametrize(
    "broken",
    [
        b"(;EV[a];B[aa](;W[bb])",
        b"(;EV[a];B[aa]C[b [1] c :)](;W[bb])(;W[cc]))",
        b"(;EV[a];B[aa]) c](;W[bb])(;W[cc]))",
        "(;EV[a];B[aa]C[(好評)](;W[bb])(;W[cc]))".encode("cp932"),
    ],
)
def test_where_the_text_makes_no_sense_only_a_sure_root_is_one(tmp_path, monkeypatch, broken):
    monkeypatch.setattr(sources, "_PIECE", 10)
    path = tmp_path / "collection.sgf"
    begin, end = b"(;PB[b];B[bb])", b"(;GM[1];B[cc])(;PB[d];B[dd])"
    path.write_bytes(begin + broken + end)
    assert read(path) == [begin, broken, end[:14], end[14:]]


@pytest.mark.parametrize("unit", [b"(;", b"(;GM[", b"(;GM[1\\]", b"C[(;GM[1]", b"[\\", b"](", b"(;GM[1]?"])
def test_what_is_no_collection_is_looked_through_once(tmp_path, monkeypatch, unit):
    """This would take minutes if each bracket were followed to the end of the file."""
    monkeypatch.setattr(sources, "_PIECE", 1 << 16)
    path = tmp_path / "collection.sgf"
    path.write_bytes(b"(;" + unit * ((1 << 18) // len(unit)))
    assert b"".join(read(path)) == path.read_bytes()


def test_a_game_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "_PIECE", 100)
    monkeypatch.setattr(sources, "LARGEST_GAME", 200)
    small, large = b"(;PB[a];B[aa])", b"(;PB[b]" + 50 * b";B[];W[]" + b")"
    path = tmp_path / "collection.sgf"
    path.write_bytes(small + small + large + small)
    assert read(path) == [small + small, small]
    assert [(item.name, item.trouble) for item in items(path) if item.trouble] == [
        (f"collection.sgf, byte {2 * len(small)}", sources.GAME_TOO_LARGE)
    ]


def test_a_file_that_is_too_large_is_not_read(tmp_path, sgf_files, monkeypatch):
    monkeypatch.setattr(sources, "LARGEST_FILE", 2000)
    files = {"a.sgf": sgf_files["000.sgf"], "b.sgf": b" " * 2001}
    for source in (
        tar(tmp_path / "a.tar", files),
        zipped(tmp_path / "a.zip", files),
        directory(tmp_path / "a", files),
    ):
        assert (read(source), troubles(source)) == ([files["a.sgf"]], [sources.TOO_LARGE])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pro.tar.xz", "pro"),
        ("a b.SGF", "a b"),
        ("x.sgf.gz", "x"),
        ("games.v2", "games.v2"),
        (".zip", "games"),
    ],
)
def test_stem(tmp_path, name, expected):
    assert stem(tmp_path / name) == expected


def test_a_missing_source_is_named(tmp_path):
    with pytest.raises(BadInput, match=r"nowhere\.zip: No such file"):
        sources.size(tmp_path / "nowhere.zip")


def test_a_folder_that_cannot_be_looked_into_is_named(tmp_path, monkeypatch):
    directory(tmp_path / "games", {"a.sgf": b"a"})
    closed = directory(tmp_path / "games" / "closed", {"b.sgf": b"b"})
    scan = os.scandir

    def scandir(path):
        if str(path) == str(closed):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(BadInput, match=f"{closed}: Permission denied"):
        sources.size(tmp_path / "games")


def test_fingerprints_tell_contents_apart(tmp_path, sgf_files):
    path = tmp_path / "a.sgf"
    path.write_bytes(b"a")
    folder = directory(tmp_path / "folder", {"a.sgf": b"a"})
    prints = [sources.fingerprint(path), sources.fingerprint(folder)]
    path.write_bytes(b"b")
    (folder / "b.sgf").touch()
    prints += [sources.fingerprint(path), sources.fingerprint(folder)]
    (folder / "b.sgf").rename(folder / "c.sgf")
    assert len({*prints, sources.fingerprint(folder)}) == 5


def test_a_zip_of_a_version_nobody_knows_is_damaged(tmp_path, sgf_files):
    source = zipped(tmp_path / "games.zip", sgf_files)
    data = bytearray(source.read_bytes())
    directory = data.index(b"PK\x01\x02")
    data[directory + 6] = 255
    source.write_bytes(data)
    assert (read(source), troubles(source)) == ([], [sources.DAMAGED])


def test_a_collection_of_roots_without_semicolons_is_cut_between_games(tmp_path, monkeypatch):
    games = [b"(TE[a](B[aa])(B[bb]))\n", b"(\r\nPB[(b]\r\n;B[cc])\n", b"(;GM[1];B[dd])\n"]
    monkeypatch.setattr(sources, "_PIECE", 10)
    path = tmp_path / "collection.sgf"
    path.write_bytes(b"".join(games))
    assert read(path) == games
