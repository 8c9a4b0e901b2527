"""The one exception that carries a message for the user, and how a message quotes what was found."""


class BadInput(Exception):
    """Something the user gave cannot be used.

    The message says, in one line where possible, the file, the place in it, what was found and what was
    expected. Every interface shows it as it is, without a traceback. The command line then exits with
    status 1.
    """


def shown(text: str, most: int = 24) -> str:
    """What was typed or stands in a file, as a message quotes it: `most` characters of it, all printable.

    A pasted page or a stray byte must not spoil the screen.
    """
    short = "".join(letter if letter.isprintable() else "?" for letter in text[:most])
    return f"{short}..." if len(text) > most else short
