"""The list of all that can be typed, for every interface with keys."""

HELP: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Playing",
        (
            ("Enter", "plays the first suggestion that is shown, or lets the computer move"),
            ("3", "plays the third suggestion"),
            ("A 15, a15", "plays there"),
            ("p", "passes; two passes end the game, and it is counted"),
            ("resign", "gives the game up"),
            ("c A 15", "clears that point"),
            ("b A 15, w A 15", "sets a black or a white stone there"),
            ("new [SIZE] [HANDICAP]", "begins a new game"),
            ("komi 6.5", "changes the komi"),
            ("rules japanese", "how the game is counted: japanese by territory, chinese by area"),
            ("computer white", "who the computer plays: black, white, both or none"),
            ("level 5", "how well the computer plays: 1 a beginner can beat, 10 its best move"),
            ("clock 10m 3x30s", "gives both players ten minutes, then three periods of thirty seconds"),
            ("clock 10m +10s", "adds ten seconds after every move; clock off ends the clock, clock shows it"),
            ("pause", "stops the computer, or lets it go on"),
        ),
    ),
    (
        "Moving about",
        (
            ("u", "takes back"),
            ("r", "plays again what was taken back, or the next move of a record"),
            ("jump 41", "goes to the position after move 41"),
            ("start, end", "goes to the beginning or the end"),
            ("var", "goes to the next variation of the last move"),
            ("numbers", "shows the number of each move on its stone, or hides them"),
            ("info", "all that is known of the game and the position"),
        ),
    ),
    (
        "What the network thinks",
        (
            ("top 9, 0", "shows so many suggestions, or none"),
            ("analyse", "searches this position, and those you go to, until told; again ends it"),
            ("multi", "averages over eight rotations and reflections, or looks only at the board"),
            ("heat", "shows the probability of every point, or hides it"),
            ("score", "says who is ahead, if the network knows"),
            ("ownership", "shows the expected owner of every point, or hides it"),
            ("pv 2", "shows the moves expected after the second suggestion; pv hides them"),
            ("add, add 2", "adds the variation that is shown, or the second one, to the game"),
            ("views", "shows what each of the eight views says, or hides it"),
        ),
    ),
    (
        "Mistakes",
        (
            ("sweep", "judges every position of the game, or stops doing so"),
            ("sweep 64, sweep 2s", "the same with a search: visits or seconds for each position"),
            (
                "annotate",
                "writes the mistakes into the record as comments, marks and values",
            ),
            ("report", "each player's accuracy, and the worst moves"),
            ("mistake, mistake back", "goes to the next mistake, or to the one before"),
            ("problems", "a position of your own mistakes, to find a better move; again shows the next"),
        ),
    ),
    (
        "In plain text",
        (
            (
                "board off, board on",
                "says each move in words instead of printing the board, or prints it again",
            ),
            ("board", "prints the board once"),
            ("stones", "names the stones on the board, point by point"),
        ),
    ),
    (
        "Game records",
        (
            ("open FILE.sgf", "opens a record at its beginning"),
            ("game 2, game next", "goes to another game of the same file; game back to the one before"),
            ("guess", "hides the next move, for you to guess, or shows it again"),
            ("s FILE.sgf, s", "saves the game with all its variations"),
            ("resume", "lists the last ten games that were not saved, to go on with one"),
            ("resume 2", "goes on with the second of them"),
        ),
    ),
    (
        "Editing a record",
        (
            ("note Good shape.", "writes a comment on this position; note alone removes it"),
            ("mark A 15 square", "marks a point: triangle, square, circle or cross; again removes it"),
            ("label A 15 x", "writes on a point; label A 15 removes that"),
            ("del", "removes the last move and all that follows it"),
            ("main", "makes this variation the main line"),
            ("u, r", "takes back an edit that was made here, or makes it again"),
            ("copy, copy sgf", "the board to the clipboard, or the whole record"),
            ("copy moves", "the moves of this variation to the clipboard"),
        ),
    ),
    (
        "Counting",
        (
            ("count", "counts the board as it stands, or goes on playing"),
            ("dead A 15", "marks the stones there as dead, or alive again"),
        ),
    ),
    ("Leaving", (("?, help", "this list"), ("q", "quits"))),
)
"""All that can be typed, in groups: what, and what it does."""


def example(name: str) -> str:
    """How a command with an argument is typed, and what it does; empty if there is no such command."""
    for _, rows in HELP:
        for typed, does in rows:
            for line in typed.split(", "):
                if line.startswith(f"{name} "):
                    return f"{line}: {does}"
    return ""
