"""The variants of the library, and running Python with one in the place of another BLAS."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

LIBRARIES, FIXTURES = (Path(word).resolve() for word in sys.argv[1:3])


@dataclass(frozen=True)
class Variant:
    name: str
    prefix: str = ""
    suffix: str = ""
    bits: int = 32

    @property
    def path(self) -> Path:
        return LIBRARIES / f"lib{self.name}.so"

    def symbol(self, name: str) -> str:
        return name if name.startswith("fairplay_") else self.prefix + name + self.suffix


VARIANTS = [
    Variant("fairplay_blas"),
    Variant("fairplay_blas_intel"),
    Variant("fairplay_blas_ilp64", bits=64),
    Variant("fairplay_blas64_", suffix="64_", bits=64),
    Variant("fairplay_blas_scipy", prefix="scipy_"),
    Variant("fairplay_blas_scipy64_", prefix="scipy_", suffix="64_", bits=64),
]
LP64, INTEL, ILP64, SUFFIXED, SCIPY, SCIPY64 = VARIANTS


def fixture(name: str) -> Path:
    (path,) = [path for path in (FIXTURES / name).glob("lib*.so*") if not path.is_symlink()]
    return path


def python(code: str, *preloaded: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs code in a Python that had the libraries preloaded."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("FAIRPLAY_", "LD_"))} | environment
    env["LD_PRELOAD"] = ":".join(map(str, preloaded))
    return subprocess.run(
        [sys.executable, "-c", "import ctypes, sys\n" + code], env=env, capture_output=True, text=True, timeout=100
    )
