import torch
from pytorch_metric_learning.losses import CosFaceLoss

CLASSES = 6
DIM = 2
S = 16.0
M = 0.2


def new():  # the margin is one of cosines
    return CosFaceLoss(CLASSES, DIM, margin=M, scale=S)


def with_weights(weights, bias):  # [DIM, CLASSES], for comparison with other code; there is no bias
    loss = new()
    loss.W.data = torch.tensor(weights)
    return loss
