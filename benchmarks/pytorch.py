"""The same training in PyTorch: same data, first weights, loss, optimiser and number of steps."""

import math
from itertools import pairwise

import torch

from benchmarks.cases import Case


class Classifier(torch.nn.Module):
    """A tanh network and its class vectors; called, it gives the mean loss of ArcFace."""

    def __init__(self, sizes: tuple[int, ...], classes: int, s: float, m: float):
        super().__init__()
        layers = []
        for into, out in pairwise(sizes):
            layers += [torch.nn.Linear(into, out), torch.nn.Tanh()]
        self.network = torch.nn.Sequential(*layers[:-1])
        self.vectors = torch.nn.Parameter(torch.zeros(classes, sizes[-1]))
        self.s, self.m = s, m

    def forward(self, x: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        return arcface(self.network(x), self.vectors, labels, s=self.s, m=self.m)


def arcface(features, weights, labels, *, s: float, m: float):
    """ArcFace in PyTorch, as its public ports write it."""
    cosine = torch.nn.functional.normalize(features) @ torch.nn.functional.normalize(weights).T
    own = cosine.gather(1, labels[:, None])[:, 0]
    sine = torch.sqrt((1 - own * own).clamp_min(1e-12))
    cos_m, sin_m = math.cos(m), math.sin(m)
    target = torch.where(own >= -cos_m, own * cos_m - sine * sin_m, own - m * sin_m)
    return torch.nn.functional.cross_entropy(
        s * cosine.scatter(1, labels[:, None], target[:, None]), labels
    )


class Training:
    """A case's training, eager or with `torch.compile` and fused Adam; call it to train once."""

    def __init__(self, case: Case, *, compiled: bool = False, device: str = "cpu"):
        settings = case.settings
        self.steps, self.rate, self.compiled, self.device = (
            case.steps,
            settings.lr,
            compiled,
            device,
        )
        self.x = torch.from_numpy(case.x).to(device)
        self.labels = torch.from_numpy(case.labels).long().to(device)
        self.model = Classifier(case.sizes, case.classes, settings.s, settings.m).to(device)
        # of one shape only: a second case would be compiled for every shape, which is slower
        self.loss = torch.compile(self.model, dynamic=False) if compiled else self.model
        encoder, vectors, _ = case.first()
        # in the order of the model's parameters: class vectors, then weight and bias of each layer
        layers = [a for layer in zip(encoder.weights, encoder.biases, strict=True) for a in layer]
        self.first = [torch.tensor(array, device=device) for array in (vectors.T, *layers)]

    def __call__(self) -> float:
        """Train from the first weights; the loss after the last step."""
        with torch.no_grad():
            for parameter, first in zip(self.model.parameters(), self.first, strict=True):
                parameter.copy_(first)
        adam = torch.optim.Adam(self.model.parameters(), lr=self.rate, fused=self.compiled or None)
        # one step more than asked for, as in lossviz: it finds the loss after the last
        for _ in range(self.steps + 1):
            loss = self.loss(self.x, self.labels)
            adam.zero_grad()
            loss.backward()
            adam.step()
        if self.device != "cpu":
            torch.cuda.synchronize()
        return float(loss.detach())
