"""How fast a network is computed on this machine, and how soon the program starts."""
