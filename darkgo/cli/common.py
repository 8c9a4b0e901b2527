"""What several commands have in common."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, TextIO

from cyclopts import Parameter
from cyclopts.validators import Number

from darkgo.errors import BadInput

SEEDS = 2**31
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
def answers_alone() -> Iterator[TextIO]:
    """What still writes to stdout, for the answers to another program: what is printed there from now on, be
    it by a library, goes to stderr."""
    sys.stdout.flush()
    with os.fdopen(
        os.dup(sys.stdout.fileno()), "w", encoding="utf-8", errors="replace", newline="\n"
    ) as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        yield answers
