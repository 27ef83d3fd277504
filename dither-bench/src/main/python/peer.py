"""The other side of the benchmarks: the same networks in eager PyTorch.

    peer.py serve ID SECONDS THREADS     describes itself, then measures a round for each line on standard input
    peer.py first-step ID THREADS        trains one step
    peer.py verify ID FILE STEPS         prints the terms of the loss at the weights in FILE, and after some steps
"""

import ctypes
import json
import math
import platform
import re
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

INITIAL_RHO = -5.0
DRAWS_A_RUN = 1_000_000


class Gaussian(nn.Module):
    """Two branches predict mean and softplus⁻¹ of the standard deviation; out comes a drawn, rectified activation."""

    def __init__(self, branch):
        super().__init__()
        self.mean = branch()
        self.rho = branch()
        nn.init.constant_(self.rho.bias, INITIAL_RHO)
        self.log_stddev = None

    def forward(self, h):
        mean = self.mean(h)
        stddev = F.softplus(self.rho(h))
        self.log_stddev = torch.log(stddev)
        if self.training:
            mean = mean + stddev * torch.randn_like(mean)
        return F.relu(mean)


def mlp(widths, stochastic):
    layers = [nn.Flatten()]
    inputs = 784
    for i, width in enumerate(widths):
        if i >= len(widths) - stochastic:
            layers.append(Gaussian(lambda: nn.Linear(inputs, width)))
        else:
            layers += [nn.Linear(inputs, width), nn.ReLU()]
        inputs = width
    return nn.Sequential(*layers, nn.Linear(inputs, 10))


def lenet():
    return nn.Sequential(
        Gaussian(lambda: nn.Conv2d(1, 20, 5)),
        nn.MaxPool2d(2),
        Gaussian(lambda: nn.Conv2d(20, 50, 5)),
        nn.MaxPool2d(2),
        nn.Flatten(),
        Gaussian(lambda: nn.Linear(800, 500)),
        nn.Linear(500, 10),
    )


def vgg16():
    layers = []
    inputs = 3
    for stage in ((64, 64), (128, 128), (256, 256, 256), (512, 512, 512), (512, 512, 512)):
        for width in stage:
            layers += [nn.Conv2d(inputs, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
            inputs = width
        layers.append(nn.MaxPool2d(2))
    dense = [nn.Flatten(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)]
    return nn.Sequential(*layers, *dense)


def per_unit(log_stddev):
    return log_stddev.mean((0, 2, 3) if log_stddev.dim() == 4 else 0)


def per_example(log_stddev):
    return log_stddev.mean(1)


def per_element(log_stddev):
    return log_stddev


class Subject:
    """A network with its data and how it is trained."""

    def __init__(self, network, shape, batch_size, examples, hinge=None):
        self.network = network
        self.shape = shape
        self.batch_size = batch_size
        self.examples = examples
        self.hinge = hinge

    def optimizer(self, network):
        if self.hinge is None:
            return torch.optim.SGD(network.parameters(), lr=1e-2, momentum=0.9)
        return torch.optim.Adam(network.parameters(), lr=1e-3)

    def terms(self, network, x, y):
        nll = F.cross_entropy(network(x), y)
        if self.hinge is None:
            return nll, {"nll": nll}
        aggregate, coefficient, margin = self.hinge
        layers = [layer for layer in network if isinstance(layer, Gaussian)]
        penalty = sum(F.relu(margin - aggregate(layer.log_stddev)).mean() for layer in layers)
        return nll + coefficient * penalty, {"nll": nll, "penalty": penalty}


IMAGE = (1, 28, 28)
SUBJECTS = {
    "mlp-128": Subject(lambda: mlp((128, 128), 2), IMAGE, 32, 9_600, (per_example, 1e-2, math.log(4))),
    "mlp-1024": Subject(lambda: mlp((1024, 1024, 256), 1), IMAGE, 128, 2_048, (per_element, 1e-1, math.log(16))),
    "lenet-5": Subject(lenet, IMAGE, 128, 1_024, (per_unit, 1e-4, math.log(4))),
    "vgg-16": Subject(vgg16, (3, 32, 32), 32, 128),
}


class Training:
    """Epochs over random data; the unit is a step."""

    def __init__(self, subject, examples):
        self.subject = subject
        self.x = torch.randint(0, 256, (examples, *subject.shape)).float().div_(255)
        self.y = torch.randint(0, 10, (examples,))
        self.network = subject.network()
        self.optimizer = subject.optimizer(self.network)
        self.loss = 0.0

    def run(self):
        order = torch.randperm(len(self.x))
        size = self.subject.batch_size
        for start in range(0, len(order), size):
            rows = order[start : start + size]
            self.step(self.x[rows], self.y[rows])
        return len(order) // size

    def step(self, x, y):
        self.optimizer.zero_grad(set_to_none=True)
        total, _ = self.subject.terms(self.network, x, y)
        total.backward()
        self.optimizer.step()
        self.loss += total.item()


class Drawing:
    """Draws of N(0, 1), into one tensor or into a fresh one each time; the unit is a draw."""

    def __init__(self, kind, size):
        self.size = size
        target = torch.empty(size)
        self.draw = target.normal_ if kind == "array" else lambda: torch.randn(size)

    def run(self):
        times = max(1, DRAWS_A_RUN // self.size)
        for _ in range(times):
            self.draw()
        return times * self.size


def workload(name):
    if name in SUBJECTS:
        return Training(SUBJECTS[name], SUBJECTS[name].examples)
    kind, size = name.split("-")
    return Drawing(kind, int(size))


def blas():
    """Returns the BLAS that this process has loaded, in its own words where it has any."""
    torch.ones(8, 8) @ torch.ones(8, 8)
    with open("/proc/self/maps", encoding="ascii") as maps:
        libraries = sorted(set(re.findall(r"/\S*(?:blas|mkl_core)\S*\.so\S*", maps.read())))
    for library in libraries:
        try:
            config = ctypes.CDLL(library).openblas_get_config
        except AttributeError:
            continue
        config.restype = ctypes.c_char_p
        return config().decode()
    if torch.backends.mkl.is_available():
        return "MKL"
    return libraries[0] if libraries else "unknown"


def description():
    return {
        "runtime": "Python " + platform.python_version(),
        "engine": "torch " + torch.__version__,
        "blas": blas(),
        "threads": torch.get_num_threads(),
    }


def answer(**values):
    print(json.dumps(values), flush=True)


def serve(name, seconds, threads):
    torch.set_num_threads(int(threads))
    work = workload(name)
    answer(**description())
    for _ in sys.stdin:
        start = time.perf_counter()
        units = 0
        elapsed = 0.0
        while elapsed < float(seconds):
            units += work.run()
            elapsed = time.perf_counter() - start
        answer(units=units, seconds=elapsed)


def first_step(name, threads):
    torch.set_num_threads(int(threads))
    subject = SUBJECTS[name]
    answer(steps=Training(subject, subject.batch_size).run())


def read(file):
    """Returns tensors by name: lines of name and length, an empty line, 32-bit floats."""
    with open(file, "rb") as stream:
        lengths = {}
        for line in iter(stream.readline, b"\n"):
            name, length = line.decode().split()
            lengths[name] = int(length)
        return {name: torch.frombuffer(bytearray(stream.read(4 * n)), dtype=torch.float32) for name, n in lengths.items()}


def load(network, values):
    """Fills the parameters in the order of the layers; a stochastic layer's branches are stacked, mean first."""
    remaining = iter(values)
    with torch.no_grad():
        for layer in network:
            stacked = (layer.mean, layer.rho) if isinstance(layer, Gaussian) else (layer,)
            for parameters in zip(*(branch.parameters() for branch in stacked)):
                for parameter, part in zip(parameters, next(remaining).chunk(len(parameters))):
                    parameter.copy_(part.view_as(parameter))
    if next(remaining, None) is not None:
        raise ValueError("the file has more parameters than the network")


def verify(name, file, steps):
    subject = SUBJECTS[name]
    arrays = read(file)
    x = arrays.pop("x").view(-1, *subject.shape)
    y = arrays.pop("labels").long()
    network = subject.network()
    load(network, arrays.values())
    network.train(subject.hinge is None)
    training = Training(subject, subject.batch_size)
    training.network = network
    training.optimizer = subject.optimizer(network)
    _, before = subject.terms(network, x, y)
    for _ in range(int(steps)):
        training.step(x, y)
    _, after = subject.terms(network, x, y)
    found = {term: value.item() for term, value in before.items()}
    found.update({term + "_after": value.item() for term, value in after.items()})
    answer(**found)


if __name__ == "__main__":
    torch.set_flush_denormal(True)
    {"serve": serve, "first-step": first_step, "verify": verify}[sys.argv[1]](*sys.argv[2:])
