"""Games between programs: rules under JAX for many games at once, self-play, matches and ratings."""
