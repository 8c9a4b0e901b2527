"""Makes the trial of `darkgo.darknet.ways` for a cfg with DarkGo's sections. To be run as a program."""

PROGRAM = "darkgo.model.trial"
"""The name of this module, for `darkgo.darknet.ways.try_out`."""

if __name__ == "__main__":
    from darkgo.darknet.ways import run_trial
    from darkgo.model.network import load_network

    run_trial(load_network)
