"""Networks as darknet describes them, under JAX: cfg, layers, weights. Nothing here knows Go."""
