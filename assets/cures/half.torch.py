import torch


def in_single(loss, features, weight, labels):  # inside torch.autocast: the network may stay there
    with torch.autocast(features.device.type, enabled=False):
        return loss(features.float(), weight.float(), labels)
