import torch


def optimizer_of(network, head, lr, decay):  # a step takes lr·decay of every weight
    weights = [*network.parameters(), *head.parameters()]
    return torch.optim.AdamW(weights, lr, weight_decay=decay)
