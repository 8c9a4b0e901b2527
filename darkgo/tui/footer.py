"""The line of keys at the bottom of the screen."""

from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Footer


class KeyLine(Footer):
    """A footer that is built anew only if it would show something else.

    Textual's own is built anew with each change of focus, which takes as long as a move.
    """

    _shown: list[tuple[Binding, bool, str]] | None = None

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Looks whether other keys are to be shown."""
        shown = [
            (key.binding, key.enabled, key.tooltip)
            for key in screen.active_bindings.values()
            if key.binding.show
        ]
        if shown != self._shown and screen.app.app_focus:
            self._shown = shown
            super().bindings_changed(screen)
