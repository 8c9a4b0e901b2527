"""Games of programs: the rules of `darkgo.go` in JAX for hundreds at once, self-play, matches, ratings."""
