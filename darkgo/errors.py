"""The one exception that carries a message for the user."""


class BadInput(Exception):
    """Something the user gave cannot be used.

    The message says, in one line where possible, the file, the place in it, what was found and what was
    expected. Every door shows it as it is, without a traceback; the command line then exits with status 1.
    """
