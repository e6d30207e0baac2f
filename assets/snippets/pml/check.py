import numpy as np
import torch

EXPECTED = (0.0, 0.0)  # the loss and the length of its slope, as lossviz has them

rng = np.random.default_rng(0)
weights, bias = rng.normal(size=(DIM, CLASSES)), rng.normal(size=CLASSES)
features = torch.tensor(rng.normal(size=(8, DIM)), requires_grad=True)
value = with_weights(weights, bias)(features, torch.arange(8) % CLASSES)
value.backward()
found = value.item(), features.grad.norm().item()
print(f"loss {found[0]:.4f}, slope {found[1]:.4f}; expected {EXPECTED}")
assert np.allclose(found, EXPECTED, rtol=1e-3, atol=1e-3)
