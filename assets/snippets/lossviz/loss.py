from functools import partial

import jax
import numpy as np

import lossviz

CLASSES = 6
DIM = 2
BIAS = False
LOSS = "arcface"
PARAMETERS = {"s": 16.0, "m": 0.3}
EXPECTED = (0.0, 0.0)  # the loss and the length of its slope

loss = partial(lossviz.losses.get(LOSS), **PARAMETERS)

rng = np.random.default_rng(0)
weights, bias = rng.normal(size=(DIM, CLASSES)), rng.normal(size=CLASSES)
features, labels = rng.normal(size=(8, DIM)), np.arange(8) % CLASSES
value, slope = jax.jit(jax.value_and_grad(loss))(features, weights, labels, bias if BIAS else None)
found = float(value), float(np.linalg.norm(slope))
print(f"loss {found[0]:.4f}, slope {found[1]:.4f}; expected {EXPECTED}")
assert np.allclose(found, EXPECTED, rtol=1e-3, atol=1e-3)
