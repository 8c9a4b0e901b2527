"""The computer's levels, in words."""

LEVELS = {
    1: "1 most varied",
    **{level: f"{level} more varied" for level in range(2, 10)},
    10: "10 always the best move",
}
"""The label of each level."""
