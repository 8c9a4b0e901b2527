"""GNU Go as another program that speaks the protocol."""

import os
import shutil
import subprocess
from pathlib import Path
from types import TracebackType

import pytest

OPTIONS = ["--mode", "gtp", "--chinese-rules", "--positional-superko", "--forbid-suicide"]


class GnuGo:
    """One GNU Go process."""

    def __init__(self, path: str, level: int, seed: int, *more: str) -> None:
        self._process = subprocess.Popen(
            [path, *OPTIONS, "--level", str(level), "--seed", str(seed), *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> "GnuGo":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def ask(self, command: str) -> str:
        """The text of a successful answer."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()
        answer = ""
        while not answer.endswith("\n\n"):
            line = self._process.stdout.readline()
            assert line, f"GNU Go ended at {command}"
            answer += line
        assert answer.startswith("="), f"GNU Go: {command}: {answer}"
        return answer[1:].strip()


def installed() -> str:
    """The path of the program; without it the test is skipped, and fails where CI is set."""
    found = shutil.which("gnugo") or "/usr/games/gnugo"
    if not Path(found).exists():
        missing = "no gnugo (Debian: apt-get install gnugo): no games against GNU Go are played"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found
