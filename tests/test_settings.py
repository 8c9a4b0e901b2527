"""The settings survive a round trip, and whatever a file holds they can be used."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.errors import BadInput
from darkgo.settings import EXPECTED, Settings

OTHER = Settings("nord", "plain", 3, 9, "heat", "numbers", True, 13, 4, 0.5, "both", 0.25)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DARKGO_CONFIG", str(tmp_path / "config"))
    return tmp_path / "config" / "settings.json"


def test_what_is_saved_is_loaded(path: Path) -> None:
    assert Settings.load() == (Settings(), "")
    OTHER.save()
    assert json.loads(path.read_text()) == asdict(OTHER)
    assert Settings.load() == (OTHER, "")
    assert Settings.load(path) == (OTHER, "")
    assert list(path.parent.iterdir()) == [path]


def test_every_setting_is_checked_and_the_usual_ones_pass() -> None:
    assert list(EXPECTED) == list(asdict(Settings()))
    for settings in (Settings(), OTHER):
        for name, value in asdict(settings).items():
            assert EXPECTED[name][1](value, settings.size)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("theme", "7"),
        ("stones", '"square"'),
        ("level", '"high"'),
        ("level", "0"),
        ("level", "11"),
        ("level", "5.0"),
        ("level", "true"),
        ("count", "0"),
        ("hints", '"some"'),
        ("hints_in_play", "[]"),
        ("multi", "1"),
        ("size", "26"),
        ("size", "null"),
        ("handicap", "1"),
        ("handicap", "10"),
        ("handicap", "[2]"),
        ("komi", "NaN"),
        ("komi", "1e400"),
        ("komi", "9" * 400),
        ("komi", '"7.5"'),
        ("komi", "true"),
        ("computer", '"White"'),
        ("computer", "{}"),
        ("seconds", "-1"),
        ("seconds", "Infinity"),
        ("search", '"soon"'),
        ("search", "400"),
    ],
)
def test_a_value_that_cannot_be_used_has_its_default_alone(path: Path, name: str, text: str) -> None:
    OTHER.save()
    given = json.loads(path.read_text())
    content = ", ".join(f'"{key}": {text if key == name else json.dumps(given[key])}' for key in given)
    path.write_text(f"{{{content}}}")
    settings, remark = Settings.load()
    assert settings == replace(OTHER, **{name: getattr(Settings(), name)})
    assert remark.startswith(f"{path}: {name}: found ")
    assert f"expected {EXPECTED[name][0]}; {json.dumps(getattr(Settings(), name))} is used" in remark
    assert "\n" not in remark
    assert content in path.read_text()


def test_a_handicap_must_fit_the_size(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"handicap": 9, "komi": 1000, "size": 7}')
    settings, remark = Settings.load()
    assert settings == Settings(size=7)
    assert [line.split(": ")[1] for line in remark.split("\n")] == ["handicap", "komi"]


def test_a_file_may_say_less_or_more(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('\ufeff{"level": 4, "sound": true}', encoding="utf-8")
    assert Settings.load() == (Settings(level=4), f'{path}: there is no setting "sound"')


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"\xff\xfe\xfd", b"[" * 100_000, b'{"level": 4}}']
)
def test_a_broken_file_is_put_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    settings, remark = Settings.load()
    assert settings == Settings()
    assert f"{path}: found no JSON object" in remark
    assert "settings.json.bad" in remark
    settings.save()
    assert path.with_name("settings.json.bad").read_bytes() == content
    assert Settings.load() == (Settings(), "")


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just([]), st.just({})
)


@given(st.dictionaries(st.sampled_from([*EXPECTED, "other"]), VALUES))
def test_whatever_is_loaded_can_be_used(found: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "settings.json")
        path.write_text(json.dumps(found))
        settings, remark = Settings.load(path)
    for name, value in asdict(settings).items():
        assert EXPECTED[name][1](value, settings.size)
        assert value == found.get(name, value) or f": {name}: " in remark


def test_a_file_that_cannot_be_read_or_written(path: Path) -> None:
    path.mkdir(parents=True)
    settings, remark = Settings.load()
    assert settings == Settings()
    assert f"{path}: cannot be read: Is a directory" in remark
    with pytest.raises(BadInput, match="cannot be saved"):
        settings.save()
    path.rmdir()
    path.parent.rmdir()
    path.parent.write_text("no folder")
    assert "cannot be read" in Settings.load()[1]
    with pytest.raises(BadInput, match="cannot be saved"):
        settings.save()


def test_a_link_to_the_file_stays_one(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to(tmp_path / "mine.json")
    OTHER.save()
    assert path.is_symlink()
    assert Settings.load(tmp_path / "mine.json") == (OTHER, "")
