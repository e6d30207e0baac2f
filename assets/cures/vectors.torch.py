import torch


def optimizer_of(network, head, lr):  # the class vectors belong to the head, not to the network
    return torch.optim.Adam([*network.parameters(), *head.parameters()], lr)
