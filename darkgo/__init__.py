"""DarkGo: Go with a darknet policy network under JAX."""
