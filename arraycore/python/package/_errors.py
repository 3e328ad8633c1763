"""Exceptions that Python hasn't got."""


class AxisError(ValueError, IndexError):
    """An axis that an array doesn't have, or one named twice."""
