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
DRAWS = 10
RADIUS = 0.1


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


class ZeroMean(nn.Module):
    """Weights of mean 0 with trained scales, drawn by outputs; without bias."""

    def __init__(self, inputs, units):
        super().__init__()
        self.scale = nn.Parameter(torch.empty(units, inputs).uniform_(-1, 1) / math.sqrt(inputs))

    def forward(self, x):
        if not self.training:
            return x.new_zeros(len(x), len(self.scale))
        stddev = torch.sqrt(F.linear(x.square(), self.scale.square()) + 1e-16)
        return stddev * torch.randn_like(stddev)


class Variational(nn.Module):
    """Gaussian-dropout weights with an alpha each, drawn by outputs."""

    def __init__(self, product, shape):
        super().__init__()
        self.product = product
        bound = 1 / math.sqrt(math.prod(shape[1:]))
        self.mean = nn.Parameter(torch.empty(shape).uniform_(-bound, bound))
        self.log_alpha = nn.Parameter(torch.full(shape, -5.0))
        self.bias = nn.Parameter(torch.zeros(shape[0]))

    def clipped(self):
        return self.log_alpha.clamp(-20, 20)

    def forward(self, x):
        mean = self.product(x, self.mean, self.bias)
        if not self.training:
            return mean
        variance = self.product(x.square(), self.clipped().exp() * self.mean.square())
        return mean + torch.sqrt(variance + 1e-16) * torch.randn_like(mean)

    def divergence(self):
        log_alpha = self.clipped()
        return (0.63576 * torch.sigmoid(-1.87320 - 1.48695 * log_alpha) + 0.5 * F.softplus(-log_alpha)).sum()


def mlp(widths, stochastic, inputs=784):
    layers = [nn.Flatten()]
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


def variance_lenet():
    return nn.Sequential(
        nn.Conv2d(1, 20, 5, bias=False),
        nn.BatchNorm2d(20),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(20, 50, 5, bias=False),
        nn.BatchNorm2d(50),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        ZeroMean(800, 500),
        nn.BatchNorm1d(500),
        nn.ReLU(),
        nn.Linear(500, 10),
    )


def variational_lenet():
    return nn.Sequential(
        Variational(F.conv2d, (20, 1, 5, 5)),
        nn.ReLU(),
        nn.MaxPool2d(2),
        Variational(F.conv2d, (50, 20, 5, 5)),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        Variational(F.linear, (500, 800)),
        nn.ReLU(),
        Variational(F.linear, (10, 500)),
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

    def __init__(self, network, shape, batch_size, examples, hinge=None, bound=None, noisy=True, perturbed=0.0):
        self.network = network
        self.shape = shape
        self.batch_size = batch_size
        self.examples = examples
        self.hinge = hinge
        self.bound = bound
        self.noisy = noisy
        self.perturbed = perturbed

    def optimizer(self, network):
        if self.network is vgg16:
            return torch.optim.SGD(network.parameters(), lr=1e-2, momentum=0.9)
        return torch.optim.Adam(network.parameters(), lr=1e-3)

    def terms(self, network, x, y):
        nll = F.cross_entropy(network(x), y)
        if self.bound is not None:
            data = self.bound * nll
            kl = sum(layer.divergence() for layer in network if isinstance(layer, Variational))
            return data + kl, {"data": data, "kl": kl}
        if self.hinge is None:
            return nll, {"nll": nll}
        aggregate, coefficient, margin = self.hinge
        layers = [layer for layer in network if isinstance(layer, Gaussian)]
        penalty = sum(F.relu(margin - aggregate(layer.log_stddev)).mean() for layer in layers)
        return nll + coefficient * penalty, {"nll": nll, "penalty": penalty}


IMAGE = (1, 28, 28)
SUBJECTS = {
    "mlp-64": Subject(lambda: mlp((64,), 0, 32), (32,), 32, 16_000, noisy=False),
    "mlp-128": Subject(lambda: mlp((128, 128), 2), IMAGE, 32, 9_600, (per_example, 1e-2, math.log(4))),
    "mlp-1024": Subject(lambda: mlp((1024, 1024, 256), 1), IMAGE, 128, 2_048, (per_element, 1e-1, math.log(16))),
    "lenet-5": Subject(lenet, IMAGE, 128, 1_024, (per_unit, 1e-4, math.log(4))),
    "variance-lenet": Subject(variance_lenet, IMAGE, 128, 1_024),
    "variational-lenet": Subject(variational_lenet, IMAGE, 128, 1_024, bound=60_000),
    "vgg-16": Subject(vgg16, (3, 32, 32), 32, 128, noisy=False),
    "perturbed-vgg-16": Subject(vgg16, (3, 32, 32), 32, 128, noisy=False, perturbed=0.01),
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
        noise = self.perturb() if self.subject.perturbed else []
        total, _ = self.subject.terms(self.network, x, y)
        total.backward()
        with torch.no_grad():
            for parameter, added in noise:
                parameter.sub_(added)
        self.optimizer.step()
        self.loss += total.item()

    def perturb(self):
        """Adds noise to all parameters, and returns it with them."""
        noise = []
        with torch.no_grad():
            for parameter in self.network.parameters():
                added = torch.randn_like(parameter).mul_(self.subject.perturbed)
                parameter.add_(added)
                noise.append((parameter, added))
        return noise


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


class Attack:
    """A loop over batches as one writes it by hand; the unit is an attacked image."""

    def __init__(self, images, batch_size):
        self.network = SUBJECTS["mlp-128"].network()
        for parameter in self.network.parameters():
            parameter.requires_grad_(False)
        self.x = torch.randint(0, 256, (images, *IMAGE)).float().div_(255)
        self.y = torch.randint(0, 10, (images,))
        self.batch_size = batch_size

    def run(self):
        for x, y in zip(self.x.split(self.batch_size), self.y.split(self.batch_size)):
            self.attack(x, y)
        return len(self.x)


class FastGradientSign(Attack):
    """The gradient is that of the mean of ten draws' probabilities, and so is what counts as success."""

    def __init__(self):
        super().__init__(1_000, 100)
        self.network.train()

    def probability(self, x):
        return torch.stack([F.softmax(self.network(x), 1) for _ in range(DRAWS)]).mean(0)

    def attack(self, x, y):
        moved = x.clone().requires_grad_()
        (gradient,) = torch.autograd.grad(F.nll_loss(torch.log(self.probability(moved)), y, reduction="sum"), moved)
        moved = (x + RADIUS * gradient.sign()).clamp(0, 1)
        with torch.no_grad():
            return moved, self.probability(moved).argmax(1) != y


class CarliniWagner(Attack):
    """A hundred steps of Adam at one coefficient; the nearest success of each image is kept."""

    def __init__(self):
        super().__init__(500, 500)
        self.network.eval()

    def attack(self, x, y):
        start = torch.atanh(0.999999 * (2 * x - 1))
        offset = torch.zeros_like(x, requires_grad=True)
        optimizer = torch.optim.Adam([offset], lr=1e-2)
        best = torch.full((len(x),), math.inf)
        found = x.clone()
        for _ in range(100):
            moved = 0.5 * (torch.tanh(start + offset) + 1)
            logits = self.network(moved)
            own = logits.gather(1, y[:, None])[:, 0]
            other = logits.scatter(1, y[:, None], -math.inf).amax(1)
            distance = (moved - x).square().flatten(1).sum(1)
            loss = (distance + F.relu(own - other)).sum()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            with torch.no_grad():
                nearer = (other > own) & (distance < best)
                best = torch.where(nearer, distance, best)
                found = torch.where(nearer[:, None, None, None], moved, found)
        return found


ATTACKS = {"fgs-10": FastGradientSign, "cw-l2": CarliniWagner}


def workload(name):
    if name in ATTACKS:
        return ATTACKS[name]()
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
    network.train(not subject.noisy)
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
