"""How many floating-point operations a second a device can do: measured, and by its data sheet."""

import re

import jax
import numpy as np

from benchmarks.report import seconds

# float32 without tensor cores, 10¹² FLOP/s, as the makers' data sheets print it
DATA_SHEET = {
    r"H100 PCIe": 51.0,
    r"H100 NVL": 60.0,
    r"H100|H200|GH200": 67.0,
    r"A100": 19.5,
    r"A10": 31.2,
    r"V100-SXM2": 15.7,
    r"L40S": 91.6,
    r"L4": 30.3,
    r"T4": 8.1,
    r"RTX 4090": 82.6,
    r"RTX 3090": 35.6,
}


def by_data_sheet(device: str) -> float | None:
    """FLOP/s of a device of this name; None where the table does not have it."""
    for name, tera in DATA_SHEET.items():
        if re.search(rf"\b({name})\b", device):
            return tera * 1e12
    return None


def of_jax(n: int) -> float:
    """FLOP/s of JAX's float32 matrix product, n × n, on its default device."""
    a, b = map(jax.device_put, _factors(n))
    product = jax.jit(lambda a, b: a @ b)
    return 2 * n**3 / seconds(lambda: jax.block_until_ready(product(a, b)))


def of_processor(n: int) -> float:
    """FLOP/s of the processor's own float32 matrix product, n × n: JAX's or NumPy's."""
    a, b = _factors(n)
    return max(of_jax(n), 2 * n**3 / seconds(lambda: a @ b))


def _factors(n: int) -> np.ndarray:
    return np.random.default_rng(0).standard_normal((2, n, n), np.float32)
