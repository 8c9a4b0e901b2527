"""The keys of the sections that a cfg may hold besides darknet's own. Imports no JAX."""

from darkgo.darknet.cfg import KEYS as DARKNET_KEYS
from darkgo.darknet.cfg import Keys

GO_KEYS: Keys = {
    "liberties": {},
    "gpool": {"activation": "linear"},
    "ownership": {"scale": 1.0, "uncounted_scale": 0.1},
    "outcome": {"scale": 1.0, "margin_scale": 0.1},
}
"""The keys of `[ownership]` and `[outcome]` are weights of losses. `scale`: of the section's losses, beside
the loss of the moves. `uncounted_scale`: a further factor for owners that nobody counted. `margin_scale`: a
further factor for the loss of the margin."""

KEYS: Keys = {**DARKNET_KEYS, **GO_KEYS}
