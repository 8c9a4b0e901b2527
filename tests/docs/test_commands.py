"""Every command that the README and the manual show can be called as it is written.

`test_commands_run.py` runs them.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from darkgo.cli import COMMANDS, _app, _completed
from tests.docs.blocks import PAGES, ROOT, Block, blocks, words

BLOCKS = [block for page in PAGES for block in blocks(page)]
PROGRAMS = ("darkgo", "python", "make", "git", "source", ".venv/bin/pip")
OTHERS_OPTIONS = {
    "--mode", "--chinese-rules", "--capture-all-dead", "--positional-superko", "--never-resign",  # GNU Go
    "--constraint", "--editable",  # pip
    "--quick", "--every", "--generate", "--train", "--match", "--keep",  # programs of data_tools
    "--xla_cpu_experimental_ynn_fusion_type",  # XLA
}  # fmt: skip
"""Options in the text that are not DarkGo's."""


def page_id(page: Path) -> str:
    return page.stem


def options(name: str, rest: list[str]) -> set[str]:
    """The options of a command of darkgo."""
    app = _app(name)[name]
    if name == "data" and rest:
        app = app[rest[0]]
    if app.default_command is None:
        return {"--help"}
    found = app.assemble_argument_collection()
    return {option for argument in found for option in argument.names} | {"--help"}


ALL_OPTIONS = {"--help", "--version"}.union(
    *(options(name, []) for name in COMMANDS), *(options("data", [name]) for name in ("build", "owners"))
)


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_commands_are_in_blocks_of_their_own(page: Path) -> None:
    """An indented block is for what a program prints; a command there would not be tested."""
    indented = re.findall(r"^    (?:darkgo|python|make|\.venv/bin/\w+) .*", page.read_text(), re.MULTILINE)
    assert not indented


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_every_command_can_be_called(block: Block) -> None:
    for line in block.commands:
        program, *rest = words(line)
        assert program in PROGRAMS, f"{block}: {line}"
        match program, rest:
            case "darkgo", _:
                rest = _completed(rest)
                _app(rest[0]).parse_args(rest, exit_on_error=False, print_error=False)
            case "make", [target]:
                assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
            case "python", ["-m", module, *_]:
                assert module == "pytest" or (ROOT / f"{module.replace('.', '/')}.py").is_file()
            case "python", [file, *_]:
                assert (ROOT / file).is_file()


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.mark], ids=str)
def test_a_mark_gives_a_reason(block: Block) -> None:
    assert block.is_run or len(block.mark.removeprefix("not run: ")) > 10
    if block.is_run:
        assert " => " in block.mark
        assert block.tried != block.commands
    for named in re.findall(r"tests/[\w/]+\.py", block.mark):
        assert (ROOT / named).is_file()


def inline(page: Path) -> Iterator[str]:
    """The code in the text of a page, in one line each."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for code in re.findall(r"`([^`]+)`", text):
        yield " ".join(code.split())


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_the_commands_and_options_in_the_text_exist(page: Path) -> None:
    for code in inline(page):
        # The first bytes of files, and programs with options of their own.
        if code in ("darkgo games 1", "darkgo targets 1") or code.startswith("python "):
            continue
        if match := re.match(r"darkgo ([a-z]+)\b(?! is| has)(.*)", code):
            assert match[1] in COMMANDS, f"{page.name}: {code}"
            known = options(match[1], match[2].split())
        else:
            known = ALL_OPTIONS | OTHERS_OPTIONS
        for option in re.findall(r"(?<![\w-])--[a-z][\w-]*", code):
            assert option in known | OTHERS_OPTIONS, f"{page.name}: {code}: {option}"


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_the_files_in_the_text_exist(page: Path) -> None:
    """Files of this repository that the text names."""
    for code in inline(page):
        for named in re.findall(r"\b(?:darkgo|tests|data_tools|benchmarks|cfg)/[\w/.]+\.(?:py|cfg)\b", code):
            assert (ROOT / named).exists(), f"{page.name}: {named}"


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_lead_to_files(page: Path) -> None:
    """Zensical checks the links between pages of the manual; this holds for the README, too."""
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        assert "://" in target or (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_manual_lists_every_page() -> None:
    listed = re.findall(r'"(\w+\.md)"', (ROOT / "zensical.toml").read_text())
    assert sorted(listed) == sorted(page.name for page in PAGES if page.parent.name == "docs")
