import torch.nn.functional as F

EPS = 0.1


def per_sample(z, own):  # cross-entropy against (1 − ε)·onehot + ε/C
    return F.cross_entropy(z, own.int().argmax(1), reduction="none", label_smoothing=EPS)
