import torch


@torch.no_grad()
def to_log(cosines, labels, psi):  # [N, C], [N], and ψ: cos θ → target logit without s
    own = cosines.gather(1, labels[:, None])[:, 0]
    rival = cosines.scatter(1, labels[:, None], -2.0).amax(1)
    right, met = own >= rival, psi(own) >= rival
    theta = own.clamp(-1, 1).acos().rad2deg().mean()
    return right.float().mean(), met.float().mean(), theta
