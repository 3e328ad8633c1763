_built_with_meson = True
CONFIG = _cleanup(
    {
        "Build Dependencies": {
            "blas": {
                "name": "scipy-openblas",
                "found": bool("True".lower().replace("false", "")),
                "version": "0.3.30",
                "openblas configuration": r"OpenBLAS 0.3.30  USE64BITINT",
            },
            "lapack": {"name": "dep140213194937296"},
        },
    }
)
