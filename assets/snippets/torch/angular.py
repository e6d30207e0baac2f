import torch
import torch.nn.functional as F

CLASSES = 6
DIM = 2


class Loss(torch.nn.Module):
    """Angles of features [N, DIM] and class vectors, and their mean loss against labels [N]."""

    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.randn(CLASSES, DIM))

    def forward(self, features, labels):
        f, w = F.normalize(features), F.normalize(self.weight)
        cos = f @ w.T
        own = cos.gather(1, labels[:, None])[:, 0]
        psi = target_logit(own, sine(f, w[labels], own))
        psi = cos.scatter(1, labels[:, None], psi[:, None])
        norms = features.norm(dim=1, keepdim=True), self.weight.norm(dim=1)
        return F.cross_entropy(scale(*norms) * psi, labels)


def sine(f, w, cos):  # how long f is beside w: √(1 − cos²) has no slope at 0 and π
    beside = (f - cos[:, None] * w).square().sum(1)
    there = beside > 0
    return torch.where(there, torch.where(there, beside, 1).sqrt(), 1 - cos.detach().abs())


def with_weights(weights, bias):  # [DIM, CLASSES], for comparison with other code; there is no bias
    loss = Loss().double()
    loss.weight.data = torch.tensor(weights.T)
    return loss
