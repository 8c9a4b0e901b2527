"""docs/scaling.md: the files for SLURM and Kubernetes hold commands that darkgo knows."""

import re
import shlex

import pytest
import yaml

from darkgo.cli import _app
from tests.docs.blocks import ROOT

TEXT = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```(bash|yaml)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))


def hosts(command: str) -> str:
    """The value of --hosts, if the command can be called."""
    program, *rest = shlex.split(command)
    assert program == "darkgo"
    _app(rest[0]).parse_args(rest, exit_on_error=False, print_error=False)
    return rest[rest.index("--hosts") + 1]


def test_slurm() -> None:
    (line,) = re.findall(r"^srun (.*)$", FILES["bash"], re.MULTILINE)
    assert hosts(line) == "auto"
    # JAX takes one accelerator for each task.
    tasks, gpus = (re.findall(rf"--{name}-per-node=(\d+)", FILES["bash"]) for name in ("ntasks", "gpus"))
    assert tasks == gpus


def test_kubernetes() -> None:
    service, job = yaml.safe_load_all(FILES["yaml"])
    spec, pod = job["spec"], job["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    name, domain, count = job["metadata"]["name"], service["metadata"]["name"], spec["completions"]
    assert container["command"] == ["sh", "-c"]
    first, others, number = hosts(*container["args"]).split(",")
    # Pod 0 of an indexed job has this name if the pods' subdomain is that of a headless service for them.
    assert first == f"{name}-0.{domain}:8476"
    assert (int(others), number) == (count, "$JOB_COMPLETION_INDEX")
    assert spec["completionMode"] == "Indexed"
    assert spec["parallelism"] == count
    assert pod["subdomain"] == domain
    assert service["spec"]["clusterIP"] == "None"
    assert service["spec"]["selector"] == {"job-name": name}
    volumes = {volume["name"] for volume in pod["volumes"]}
    assert {mount["name"] for mount in container["volumeMounts"]} == volumes


@pytest.mark.parametrize("name", ["bash", "yaml"])
def test_there_is_one_of_each(name: str) -> None:
    assert TEXT.count(f"```{name}\n") == 1
