"""The keys of the sections that a cfg may hold besides darknet's own. Imports no JAX."""

from darkgo.darknet.cfg import KEYS as DARKNET_KEYS
from darkgo.darknet.cfg import Keys

OWN: Keys = {
    "liberties": {},
    "gpool": {"activation": "linear"},
    "ownership": {"scale": 1.0, "unsettled": 0.1},
    "outcome": {"scale": 1.0, "margin": 0.1},
}
"""`scale` is the weight of a head's loss. `unsettled` is the weight of owners that nobody counted. `margin`
is the weight of the margin's loss beside that of the winner."""

KEYS: Keys = {**DARKNET_KEYS, **OWN}
