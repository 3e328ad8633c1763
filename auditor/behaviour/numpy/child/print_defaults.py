"""NumPy's print options as it starts with them."""

DEFAULTS = {"precision": 8, "threshold": 1000, "edgeitems": 3, "linewidth": 75, "suppress": False, "nanstr": "nan",
            "infstr": "inf", "sign": "-", "floatmode": "maxprec", "legacy": False}
