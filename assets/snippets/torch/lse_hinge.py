import torch

M = 0.0


def per_sample(z, own):  # max(LSE_{i≠y}(z) − z_y + m, 0): all rivals push, the harder the more
    rivals = z.masked_fill(own, -torch.inf).logsumexp(1)
    return torch.relu(rivals - z[own] + M)
