"""The file that has the problems made of a person's mistakes, and which games were looked through."""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from platformdirs import user_state_path

from darkgo.engine.problem import Problem
from darkgo.files import write_whole
from darkgo.paths import own_folder

MOST = 500
"""Problems that are kept: unsolved ones first, and of those the largest mistakes."""
GAMES = 2000
"""Games that are remembered as looked through, the latest."""
_KINDS = {
    "sgf": (str,),
    "lost": (float, int),
    "source": (str,),
    "tries": (int,),
    "last_try": (int,),
    "is_solved": (bool,),
}


class ProblemFile:
    """The problems in a folder: by default the user's state folder, or the one DARKGO_STATE names.

    Raises BadInput if there is neither.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or own_folder("DARKGO_STATE", user_state_path)) / "problems.json"
        self.problems: dict[str, Problem] = {}
        """By their names."""
        self.games: list[str] = []
        """The names of the games that were looked through."""

    def load(self) -> str:
        """Reads the file anew. Returns what was wrong with it; nothing if all is well.

        Never raises. What cannot be used is left out; a file that is no JSON object is renamed to end in
        .bad.
        """
        self.problems, self.games = {}, []
        try:
            found = json.loads(self.path.read_bytes())
            if not isinstance(found, dict):
                raise ValueError
        except FileNotFoundError:
            return ""
        except OSError as error:
            return f"{self.path}: cannot be read: {error.strerror}"
        except (ValueError, RecursionError):
            return f"{self.path}: found no JSON object{self._put_aside()}"
        games, problems = found.get("games"), found.get("problems")
        self.games = [each for each in games if isinstance(each, str)] if isinstance(games, list) else []
        listed = problems if isinstance(problems, list) else []
        usable = [Problem(**each) for each in listed if _is_problem(each)]
        self.problems = {each.name: each for each in usable}
        left = len(listed) - len(usable)
        return f"{self.path}: {left} of {len(listed)} problems cannot be used" if left else ""

    def save(self) -> None:
        """Writes the file, all of it or nothing. Raises BadInput if that cannot be done."""
        kept = sorted(self.problems.values(), key=lambda each: (each.is_solved, -each.lost))[:MOST]
        found = {"problems": [asdict(each) for each in kept], "games": self.games[-GAMES:]}
        write_whole(self.path, json.dumps(found, indent=1, ensure_ascii=False).encode() + b"\n")

    def add(self, problems: Iterable[Problem]) -> int:
        """Adds problems that are not there yet; returns how many."""
        fresh = {each.name: each for each in problems if each.name not in self.problems}
        self.problems |= fresh
        return len(fresh)

    @property
    def unsolved(self) -> list[Problem]:
        """Those that are to be solved, in order: new ones, the largest mistake first, and then those that
        were tried, the longest ago first."""
        left = [each for each in self.problems.values() if not each.is_solved]
        return sorted(left, key=lambda each: (each.last_try, -each.lost))

    def tried(self, problem: Problem, *, is_solved: bool) -> None:
        """Notes a try."""
        last = max((each.last_try for each in self.problems.values()), default=0)
        before = self.problems.get(problem.name, problem)
        self.problems[problem.name] = replace(
            before, tries=before.tries + 1, last_try=last + 1, is_solved=is_solved
        )

    def _put_aside(self) -> str:
        bad = self.path.with_name(f"{self.path.name}.bad")
        try:
            self.path.replace(bad)
        except OSError:
            return ""
        return f", and it is now {bad.name}"


def _is_problem(found: Any) -> bool:
    return (
        isinstance(found, dict)
        and found.keys() == _KINDS.keys()
        and all(type(found[name]) in kinds for name, kinds in _KINDS.items())
    )
