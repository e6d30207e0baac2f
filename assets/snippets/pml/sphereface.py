import torch
from pytorch_metric_learning.losses import SphereFaceLoss

CLASSES = 6
DIM = 2
M = 2.0


def new():  # whole m, no λ
    return SphereFaceLoss(CLASSES, DIM, margin=int(M), scale=1)


def with_weights(weights, bias):  # [DIM, CLASSES], for comparison with other code; there is no bias
    loss = new()
    loss.W.data = torch.tensor(weights)
    return loss
