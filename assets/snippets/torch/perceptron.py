import torch


def per_sample(z, own):  # Σ_{i≠y} max(z_i − z_y, 0): every rival above the target pushes
    gap = z - z[own][:, None]
    return torch.relu(gap).sum(1)
