"""The layer table of a network: what each layer is, what goes in and out, and what it costs."""

from collections.abc import Iterator, Mapping

from darkgo.darknet.layer import LayerSpec, Shape
from darkgo.darknet.network import NetSpec
from darkgo.darknet.weights import header_bytes, parameter_count

SHORT = {"convolutional": "conv", "maxpool": "max", "avgpool": "avg"}


def operations(network: NetSpec) -> int:
    """Operations of the whole network for one input. A multiply-add counts as two, and borders as full."""
    return sum(network.kinds[layer.kind].operations(layer) for layer in network.layers)


def weights_bytes(network: NetSpec) -> int:
    """Length of its weights file in bytes."""
    return header_bytes() + 4 * parameter_count(network)


def table(network: NetSpec) -> Iterator[str]:
    """The lines of the table, in darknet's columns, and a summary."""
    yield "layer     filters    size              input                output"
    for layer in network.layers:
        yield f"{layer.index:5d} {_describe(layer)}".rstrip()
    count, size = parameter_count(network), weights_bytes(network)
    yield f"operations {operations(network) / 1e9:.2f} Bn ({operations(network):,})"
    yield f"parameters {count:,}"
    yield f"weights    {size / 2**20:.1f} MB ({size:,} bytes)"


def comparison(networks: Mapping[str, NetSpec]) -> Iterator[str]:
    """A table of several networks, by their names, with a line for each: input, outputs, layers with
    parameters, operations, parameters, and size of the weights file."""
    heads = ("network", "input", "outputs", "layers", "operations", "parameters", "weights")
    rows = [heads, *(_compared(name, network) for name, network in networks.items())]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    for name, *cells in rows:
        numbers = (f"{cell:>{width}s}" for cell, width in zip(cells, widths[1:], strict=True))
        yield "  ".join([f"{name:<{widths[0]}s}", *numbers])


def _compared(name: str, network: NetSpec) -> tuple[str, ...]:
    with_parameters = sum(1 for layer in network.layers if network.arrays(layer))
    return (
        name,
        " x ".join(map(str, network.input)),
        f"{network.outputs:,}",
        f"{with_parameters}",
        f"{operations(network) / 1e9:.2f} Bn",
        f"{parameter_count(network):,}",
        f"{weights_bytes(network) / 2**20:.1f} MB",
    )


def _describe(layer: LayerSpec) -> str:
    head = _head(layer).ljust(24)
    if layer.kind in ("softmax", "cost"):
        return f"{head:<47s}{layer.output[0] * layer.output[1] * layer.output[2]:4d}"
    return f"{head}{_shape(layer.input):>16s}   ->  {_shape(layer.output)}"


def _head(layer: LayerSpec) -> str:
    name, section = SHORT.get(layer.kind, layer.kind), layer.section
    if layer.kind in ("convolutional", "maxpool"):
        filters = f"{section.integer('filters')}" if layer.kind == "convolutional" else ""
        size, stride = section.integer("size"), section.integer("stride")
        size = stride if size < 0 else size
        return f"{name:<6s}{filters:>5s} {size:2d} x{size:2d} /{stride:2d}"
    return " ".join([name, ",".join(str(place) for place in layer.sources)])


def _shape(shape: Shape) -> str:
    height, width, channels = shape
    return f"{channels:4d}" if (height, width) == (1, 1) else f"{width:4d} x{height:4d} x{channels:4d}"
