"""How much memory there is for this program."""

import os
from contextlib import suppress
from pathlib import Path

_LIMITS = "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"
"""Where Linux says how much memory a container may use."""
_MACHINE = "/proc/meminfo"


def memory() -> int | None:
    """Bytes of the machine, or of its container if that may use less; None if the system does not say."""
    return min([*_of_machine(), *_of_container()], default=None)


def available_memory() -> int | None:
    """Bytes that other programs leave; all of the memory if the system does not say how much they use."""
    found = [memory(), _unused()]
    return min((size for size in found if size is not None), default=None)


def _of_machine() -> list[int]:
    with suppress(ValueError, OSError, AttributeError):  # not every system has these names
        return [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    return []


def _of_container() -> list[int]:
    found = []
    for name in _LIMITS:
        with suppress(ValueError, OSError):  # there is no limit if it is no number
            found.append(int(Path(name).read_text()))
    return found


def _unused() -> int | None:
    """Linux's estimate of what can be used without removing anything else from memory."""
    with suppress(OSError, ValueError, IndexError):
        for line in Path(_MACHINE).read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return 1024 * int(line.split()[1])
    return None
