import numpy as np

from benchmarks.int8_peak import Int8Peak, _onnx_runtime, _torch


def test_both_libraries_multiply_8_bit_numbers_exactly() -> None:
    random = np.random.default_rng(1)
    left, right = random.integers(0, 127, (8, 64)), random.integers(-127, 127, (64, 16)).astype(np.int8)
    expected = left @ right.astype(np.int64)

    (found,) = _onnx_runtime(left.astype(np.uint8), right)()

    assert (found == expected).all()
    assert (_torch(left.astype(np.int8), right)().numpy() == expected).all()


def test_a_measured_peak_is_a_rate() -> None:
    peak = Int8Peak()

    peak.measure()

    assert 0 < peak.operations_per_second < float("inf")
