"""The modal screens: each is dismissed with its answer, or with None when it was cancelled."""

from darkgo.tui.dialogs.ask import Ask
from darkgo.tui.dialogs.confirm import Confirm
from darkgo.tui.dialogs.files import OpenFile, SaveFile
from darkgo.tui.dialogs.kept_games import KeptGames
from darkgo.tui.dialogs.new_game import NewGame
from darkgo.tui.dialogs.preferences import Preferences

__all__ = ["Ask", "Confirm", "KeptGames", "NewGame", "OpenFile", "Preferences", "SaveFile"]
