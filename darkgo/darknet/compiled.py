"""Programs that JAX has compiled are kept from one start to the next."""

import os
import warnings
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

from darkgo.darknet.ways import processor
from darkgo.errors import BadInput
from darkgo.paths import own_folder

LARGEST = 1 << 28
"""The largest size of the cache in bytes. Programs that were used longest ago are removed first."""


def keep_compiled() -> None:
    """Lets JAX store the programs that it compiles in the user's cache folder, and look for them there.

    A folder that cannot be written is not used. A file that cannot be read is written again. Each kind of
    processor has a folder of its own, because JAX distinguishes only its own versions. A folder that
    JAX_COMPILATION_CACHE_DIR names is used instead.
    """
    import jax

    if os.environ.get("JAX_COMPILATION_CACHE_DIR"):
        return
    try:
        kind = blake2b(processor().encode(), digest_size=8).hexdigest()
        folder = own_folder("DARKGO_CACHE", user_cache_path) / f"compiled-{kind}"
        folder.mkdir(parents=True, exist_ok=True)
    except (BadInput, OSError):
        return
    if not os.access(folder, os.W_OK):
        return
    _remove_torn(folder)
    # JAX cannot store programs that call oneDNN. They are compiled at each start, and players need no
    # warning.
    warnings.filterwarnings("ignore", message="Error (reading|writing) persistent compilation cache")
    jax.config.update("jax_compilation_cache_dir", str(folder))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", 0)
    # With a limit JAX locks the folder, so that no process reads an incomplete file of another.
    jax.config.update("jax_compilation_cache_max_size", LARGEST)


def _remove_torn(folder: Path) -> None:
    """Removes incomplete files, which remain if the disk was full or a process was killed. After each file
    JAX writes another one with the time of its last use. While one of these is missing, JAX stores no new
    program.

    While another process writes, nothing is removed.
    """
    with suppress(OSError), FileLock(folder / ".lockfile", timeout=0):
        for file in folder.glob("*-cache"):
            if not file.with_name(f"{file.name.removesuffix('cache')}atime").exists():
                file.unlink(missing_ok=True)
