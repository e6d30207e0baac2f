import torch

M = 1.0


def per_sample(z, own):  # max(max_{i≠y} z_i − z_y + m, 0): only the hardest rival pushes
    hardest = z.masked_fill(own, -torch.inf).amax(1)
    return torch.relu(hardest - z[own] + M)
