"""Where DarkGo's own files are found, and when a name stands for them."""

from pathlib import Path

import pytest

from darkgo.paths import default_network, find, share


def test_the_default_network_is_there() -> None:
    assert all(path.is_file() for path in default_network())


@pytest.mark.parametrize("name", ["go.cfg", "cfg/go.cfg"])
def test_own_files_are_found_from_anywhere(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert find(Path(name), "cfg") == share("cfg") / "go.cfg"


def test_a_file_that_is_here_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("go.cfg").write_text("mine")
    assert find(Path("go.cfg"), "cfg") == Path("go.cfg")


def test_another_folder_never_means_our_file(tmp_path: Path) -> None:
    assert find(tmp_path / "go.cfg", "cfg") == tmp_path / "go.cfg"
    assert find(Path("other/go.cfg"), "cfg") == Path("other/go.cfg")
