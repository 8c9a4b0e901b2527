"""How the hosts that train one network together find each other."""

import re
import socket
import time

import jax

from darkgo.errors import BadInput

AUTO = "auto"
_GIVEN = re.compile(r"(?P<first>\S+):(?P<port>\d{1,5}),(?P<count>\d+),(?P<number>\d+)")


def join(hosts: str, patience: int = 300) -> None:
    """Waits for the other hosts, and makes their devices visible here. Call it before any computation.

    `hosts`: AUTO, or FIRST:PORT,COUNT,NUMBER. Raises BadInput if it is neither, if AUTO finds no cluster, or
    if the first host does not answer within `patience` seconds. If another host does not arrive in that time,
    JAX ends the process.
    """
    options: dict[str, str | int] = {}
    if hosts != AUTO:
        given = _GIVEN.fullmatch(hosts)
        if not given or not int(given["number"]) < int(given["count"]):
            expected = f"{AUTO} or FIRST:PORT,COUNT,NUMBER with a number below the count"
            raise BadInput(f"found --hosts {hosts}; expected {expected}")
        if int(given["number"]) > 0:
            _await(given["first"], int(given["port"]), patience)
        options = {
            "coordinator_address": f"{given['first']}:{given['port']}",
            "num_processes": int(given["count"]),
            "process_id": int(given["number"]),
        }
    try:
        jax.distributed.initialize(**options, initialization_timeout=patience)  # type: ignore[arg-type]
    except (RuntimeError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise BadInput(f"--hosts {hosts}: the hosts could not connect: {reason}") from None


def _await(first: str, port: int, patience: float) -> None:
    """Waits until the first host listens. JAX would end the process if the first host did not answer."""
    ends = time.monotonic() + patience
    while True:
        try:
            socket.create_connection((first, port), timeout=max(1.0, ends - time.monotonic())).close()
            return
        except (OSError, OverflowError) as error:
            if time.monotonic() >= ends:
                reason = getattr(error, "strerror", None) or error
                raise BadInput(
                    f"--hosts: the first host, {first}:{port}, does not answer: {reason}"
                ) from None
        time.sleep(0.2)
