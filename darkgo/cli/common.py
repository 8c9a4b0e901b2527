"""What several commands have in common."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Annotated, TextIO

from cyclopts import Parameter
from cyclopts.validators import Number

from darkgo.errors import BadInput

SEEDS = 2**31
WATCH = "parent"
"""The name of the thread that looks whether the parent is there."""
_WATCHED = 0.5
"""Seconds from one look at the parent to the next."""
Seed = Annotated[int, Parameter(validator=Number(gte=0, lt=SEEDS))]


@contextmanager
def enough_memory(found: str, smaller: str = "one") -> Iterator[None]:
    """Raises BadInput, which begins with what was found, if a device has too little memory for it."""
    try:
        yield
    except RuntimeError as error:  # JAX's own kind of it; not every command imports JAX
        if "RESOURCE_EXHAUSTED" not in str(error):
            raise
        raise BadInput(f"{found}: the device has too little memory; take a smaller {smaller}") from None


@contextmanager
def ended_as_by_ctrl_c() -> Iterator[None]:
    """To be told to end, or to lose the terminal, is a KeyboardInterrupt: what there is is kept, and programs
    are ended, too."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    signals = signal.SIGTERM, signal.SIGHUP
    # What is ignored, as under nohup, stays so.
    before = {each: was for each in signals if (was := signal.getsignal(each)) is not signal.SIG_IGN}
    for each in before:
        signal.signal(each, interrupt)
    try:
        yield
    finally:
        for each, was in before.items():
            signal.signal(each, was)


@contextmanager
def ended_with_its_parent() -> Iterator[None]:
    """Ends the program soon after the one that started it, whatever is going on: a client that starts an
    engine through a shell can end the shell only. Under nohup it goes on."""
    parent, is_done = os.getppid(), Event()

    def watch() -> None:
        while not is_done.wait(_WATCHED):
            if os.getppid() != parent:
                # Nobody waits for an answer, and no file is being written.
                os._exit(128 + signal.SIGTERM)

    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        Thread(target=watch, name=WATCH, daemon=True).start()
    try:
        yield
    finally:
        is_done.set()


@contextmanager
def answers_alone() -> Iterator[TextIO]:
    """What still writes to stdout, for the answers to another program: what is printed there from now on, be
    it by a library, goes to stderr."""
    sys.stdout.flush()
    with os.fdopen(
        os.dup(sys.stdout.fileno()), "w", encoding="utf-8", errors="replace", newline="\n"
    ) as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        yield answers
