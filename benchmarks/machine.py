"""What a measurement was made on."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

LIBRARIES = ("torch", "transformers", "tokenizers", "onnxruntime", "openvino", "ctranslate2")
FLAGS = (
    "avx2",
    "avx512f",
    "avx512_vnni",
    "avx_vnni",
    "avx512_bf16",
    "amx_int8",
    "amx_bf16",
    "asimddp",
    "i8mm",
    "bf16",
)
"""What decides how fast 8-bit and bf16 products are, as `/proc/cpuinfo` of x86 and arm64 names it."""


def machine() -> dict[str, Any]:
    """Return the processor, its flags for products, the load of the machine, and the libraries' versions."""
    described = _cpuinfo()
    flags = set((described.get("flags") or described.get("Features") or "").split())
    return {
        "processor": described.get("model name") or platform.processor() or platform.machine(),
        "cpus": os.cpu_count(),
        "flags": [flag for flag in FLAGS if flag in flags],
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "libraries": {name: found for name in LIBRARIES if (found := _version(name))},
    }


def sentence(facts: dict[str, Any]) -> str:
    """Return the facts for a reader."""
    libraries = ", ".join(f"{name} {found}" for name, found in facts["libraries"].items())
    load = "" if facts["load"] is None else f", load {facts['load']} when it began"
    flags = f" ({', '.join(facts['flags'])})" if facts["flags"] else ""
    return f"{facts['processor']}, {facts['cpus']} CPUs{flags}{load}; Python {facts['python']}, {libraries}."


def _cpuinfo() -> dict[str, str]:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").split("\n\n")[0].splitlines()
    except OSError:  # not Linux
        return {}
    pairs = (line.partition(":") for line in lines)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None
