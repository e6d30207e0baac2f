import torch.nn.functional as F


def per_sample(z, own):  # LSE(z) − z_y, the cross-entropy
    return F.cross_entropy(z, own.int().argmax(1), reduction="none")
