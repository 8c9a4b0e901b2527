"""Which version of DarkGo this is."""


def version() -> str:
    """The version that is installed; 0.0 where none is."""
    # It takes longer to import than to answer the first command of a GUI.
    from importlib import metadata

    try:
        return metadata.version("darkgo")
    except metadata.PackageNotFoundError:
        return "0.0"
