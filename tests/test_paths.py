"""Where DarkGo's own files and a person's folders are found."""

import sys
from pathlib import Path

import pytest
from platformdirs import user_config_path

from darkgo.autosave import Autosave
from darkgo.errors import BadInput
from darkgo.paths import default_network, find, own_folder, share, working_folder
from darkgo.settings import Settings


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


posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such users")


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a home whom the system does not know, as in a container."""
    for name in ("HOME", "DARKGO_CONFIG", "DARKGO_STATE", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)


@posix
@pytest.mark.usefixtures("nobody")
def test_without_a_home_a_folder_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no home folder; DARKGO_CONFIG can name"):
        own_folder("DARKGO_CONFIG", user_config_path)
    settings, remark = Settings.load()
    assert settings == Settings()
    assert remark.startswith("the settings are not kept: there is no home folder")
    with pytest.raises(BadInput, match="the settings are not kept"):
        settings.save()
    with pytest.raises(BadInput, match="DARKGO_STATE can name"):
        Autosave()
    monkeypatch.setenv("DARKGO_CONFIG", str(tmp_path))
    assert own_folder("DARKGO_CONFIG", user_config_path) == tmp_path
    settings.save()
    assert Settings.load() == (settings, "")


@posix
def test_a_deleted_working_folder_is_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(gone)
    assert working_folder() == gone
    gone.rmdir()
    assert working_folder() == tmp_path
    monkeypatch.setenv("HOME", str(gone))
    assert working_folder() == Path("/")


@posix
@pytest.mark.usefixtures("nobody")
def test_without_a_home_either_it_is_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert working_folder() == Path("/")
