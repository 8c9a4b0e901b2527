"""Functions shared by several commands."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Annotated, TextIO

from cyclopts import Parameter
from cyclopts.validators import Number

from darkgo.engine.limit import MOST_SECONDS, MOST_VISITS
from darkgo.errors import BadInput

SEEDS = 2**31
WATCH = "parent"
"""The name of the thread that watches the parent process."""
_WATCHED = 0.5
"""Seconds between checks of the parent process."""
Visits = Annotated[int, Parameter(validator=Number(gte=1, lte=MOST_VISITS))]
"""Visits of a search."""
SearchSeconds = Annotated[float, Parameter(validator=Number(gt=0, lte=MOST_SECONDS))]
"""Seconds of a search."""
Threads = Annotated[int, Parameter(validator=Number(gte=1))]
"""Processors that a command may use."""
Seed = Annotated[int, Parameter(validator=Number(gte=0, lt=SEEDS))]


def use_processors(threads: int | None) -> None:
    """Leaves all but so many processors to other programs; None: uses all that there are. To be called before
    JAX is imported. Raises BadInput where the system cannot do that."""
    if threads is None:
        return
    if not hasattr(os, "sched_setaffinity"):
        raise BadInput("--threads: this system cannot bind a program to some of its processors")
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


@contextmanager
def enough_memory(found: str, smaller: str = "one") -> Iterator[None]:
    """Turns a device's lack of memory into BadInput. `found` begins the message; `smaller` names what to
    reduce."""
    try:
        yield
    except RuntimeError as error:  # the base class of JAX's error; not every command imports JAX
        if "RESOURCE_EXHAUSTED" not in str(error):
            raise
        raise BadInput(f"{found}: the device has too little memory; take a smaller {smaller}") from None


def usable_device() -> None:
    """Makes JAX compute on the processor, and says so, if the accelerator cannot be used."""
    from darkgo.darknet.device import choose_device
    from darkgo.model.evaluator import narrate

    choose_device(narrate)


@contextmanager
def ended_as_by_ctrl_c() -> Iterator[None]:
    """Raises KeyboardInterrupt for signals that end the program, so that results are saved and child programs
    end."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    signals = signal.SIGTERM, signal.SIGHUP
    # Signals that are ignored, as under nohup, stay ignored.
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
    """Ends this program soon after its parent has ended, except under nohup.

    A client that starts an engine through a shell can end only the shell.
    """
    parent, is_done = os.getppid(), Event()

    def watch() -> None:
        while not is_done.wait(_WATCHED):
            if os.getppid() != parent:
                # Ending at once is safe: nobody waits for an answer, and no file is being written.
                os._exit(128 + signal.SIGTERM)

    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        Thread(target=watch, name=WATCH, daemon=True).start()
    try:
        yield
    finally:
        is_done.set()


@contextmanager
def answers_alone() -> Iterator[TextIO]:
    """A stream to stdout for answers only. All other output to stdout, also by libraries, goes to stderr."""
    sys.stdout.flush()
    with os.fdopen(
        os.dup(sys.stdout.fileno()), "w", encoding="utf-8", errors="replace", newline="\n"
    ) as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        yield answers
