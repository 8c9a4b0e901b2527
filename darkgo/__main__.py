"""`python -m darkgo` is the command `darkgo`."""

from darkgo.cli import main

main()
