import pytest

from darkgo.files import whole


def test_a_file_appears_when_it_is_complete(tmp_path):
    path = tmp_path / "games.bin"
    with whole(path) as file:
        file.write(b"first ")
        assert not path.exists()
        file.write(b"second")
    assert path.read_bytes() == b"first second"
    assert list(tmp_path.iterdir()) == [path]


def test_a_complete_file_replaces_the_one_before(tmp_path):
    path = tmp_path / "games.bin"
    path.write_bytes(b"a longer old file")
    with whole(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"a longer old file"
    assert path.read_bytes() == b"new"


def test_a_link_stays_one(tmp_path):
    link, path = tmp_path / "link", tmp_path / "folder" / "games.bin"
    path.parent.mkdir()
    link.symlink_to(path)
    with whole(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt])
@pytest.mark.parametrize("before", [{}, {"games.bin": b"old"}])
def test_a_failure_leaves_everything_as_it_was(tmp_path, before, failure):
    def write():
        with whole(tmp_path / "games.bin") as file:
            file.write(b"new")
            raise failure

    for name, content in before.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(failure):
        write()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_file_that_cannot_get_its_name(tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(IsADirectoryError), whole(tmp_path / "taken") as file:
        file.write(b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
