"""Results in words."""

from darkgo.go.points import Colour

BLACK, WHITE = Colour.BLACK, Colour.WHITE
