"""Many games at once: the rules of `darkgo.go` in JAX, for whole batches."""
