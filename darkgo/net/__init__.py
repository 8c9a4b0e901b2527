"""A darknet network under JAX: cfg, layers, weights, planes."""
