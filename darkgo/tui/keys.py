"""What the keys do and what the command palette offers, in words."""

KEYS = (
    ("F1, ?", "this help"),
    ("F2", "a new game: size, handicap, komi, who plays"),
    ("F3, F4", "opens a record, saves the game"),
    ("F5", "hints: off, numbers, heat map; off at first against the computer"),
    ("F6, F7", "multi, eight views"),
    ("F8", "guesses the moves of a record"),
    ("F9", "settings"),
    ("arrows, Enter", "a cursor on the board; Enter plays there; Escape hides it"),
    ("click", "plays there; marks a dead group when the game is counted"),
    ("< >", "one move back, one move on"),
    ("PageUp, PageDown", "ten moves"),
    ("Home, End", "the first position, the last"),
    ("[ ]", "the variations of the last move"),
    ("space", "stops the computer, or lets it go on"),
    ("Tab", "from the board to the command line and back"),
    ("Ctrl+P, Ctrl+Q", "all commands by name; quits"),
)
"""The keys, for the help."""
PALETTE = (
    ("New game", "Size, handicap, komi, who plays", "new_game"),
    ("Open a game record", "Look at an SGF file, or play along with it", "open_file"),
    ("Save the game", "With all its variations, as SGF", "save_file"),
    ("Hints", "Off, the best moves numbered, or the probability of every point", "hints"),
    ("Multi", "Look at eight rotations and reflections of the board", "type('multi')"),
    ("Eight views", "What each rotation and reflection says", "views"),
    ("Guess the moves", "Of the record that is open", "type('guess')"),
    ("Count", "Territory and dead stones as the board stands", "type('count')"),
    ("Pass", "Two passes end the game", "type('p')"),
    ("Resign", "Give the game up", "type('resign')"),
    ("Take back", "The last move", "type('u')"),
    ("Pause", "Stop the computer, or let it go on", "type('pause')"),
    ("Settings and theme", "Theme, stones, suggestions, level", "preferences"),
    ("Picture of the screen", "As an SVG file among the downloads", "screenshot"),
    ("Help", "Every key and command", "help"),
    ("Quit", "The game is offered again the next time", "quit"),
)
"""The entries of the command palette: title, what it does, action."""
