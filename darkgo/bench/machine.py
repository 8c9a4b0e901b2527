"""What the figures were measured on."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("darkgo", "jax", "jaxlib", "numpy", "torch")
FEATURES = ("avx2", "avx512f", "avx512_bf16", "amx_bf16", "asimd", "bf16")
"""Features of processors that decide how fast they multiply matrices."""
WITH_BFLOAT16 = {"avx512_bf16", "amx_bf16", "bf16"}


def versions() -> dict[str, str | None]:
    """Of Python and of the packages; None for one that is not installed."""
    found: dict[str, str | None] = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = None
    return found


def machine(device: str) -> dict[str, object]:
    """The processor, its features and cores, and the `device` that computes."""
    lines = _cpuinfo()
    names = [value for key, value in lines if key in ("model name", "Hardware")]
    return {
        "processor": names[0] if names else platform.processor() or platform.machine(),
        "features": features(),
        "cores": _cores(),
        "device": device,
        "system": f"{platform.system()} {platform.machine()}",
    }


def features() -> Sequence[str]:
    """Those of FEATURES that the processor has, as far as the system tells."""
    flags = {flag for key, value in _cpuinfo() if key in ("flags", "Features") for flag in value.split()}
    return [feature for feature in FEATURES if feature in flags]


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _cpuinfo() -> list[tuple[str, str]]:
    """Keys and values of Linux's description of its processors."""
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return []
    pairs = (line.partition(":") for line in text.splitlines())
    return [(key.strip(), value.strip()) for key, _, value in pairs]
