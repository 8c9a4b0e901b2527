"""The program that finds the fastest way of computing a network with DarkGo's own sections."""

PROGRAM = "darkgo.model.trial"
"""Its name, for `darkgo.darknet.ways.try_out`."""

if __name__ == "__main__":
    from darkgo.darknet.ways import run_trial
    from darkgo.model.network import load_network

    run_trial(load_network)
