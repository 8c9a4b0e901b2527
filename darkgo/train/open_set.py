"""Which kind of examples a run learns from."""

from darkgo.darknet.network import NetSpec
from darkgo.errors import BadInput
from darkgo.model.network import check_go, load_network
from darkgo.train.begin import TrainOptions
from darkgo.train.picture_set import PictureSet
from darkgo.train.record_set import RecordSet
from darkgo.train.training_set import TrainingSet


def open_set(options: TrainOptions) -> TrainingSet:
    """The examples of a run: position records, or pictures if the network is not for Go and there are no
    records. Raises BadInput if they do not fit the network."""
    network = load_network(options.cfg)
    if any(options.data.glob("*.records")) or _is_for_go(network):
        return RecordSet.open(options, network)
    return PictureSet.open(options)


def _is_for_go(network: NetSpec) -> bool:
    try:
        check_go(network)
    except BadInput:
        return False
    return True
