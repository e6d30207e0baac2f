import math

import torch
from pytorch_metric_learning.losses import ArcFaceLoss

CLASSES = 6
DIM = 2
S = 16.0
M = 0.3  # rad


def new():  # the margin is in degrees
    return ArcFaceLoss(CLASSES, DIM, margin=math.degrees(M), scale=S)


def with_weights(weights, bias):  # [DIM, CLASSES], for comparison with other code; there is no bias
    loss = new()
    loss.W.data = torch.tensor(weights)
    return loss
