"""Pay that a text names."""

from classify.pay.named import pay_named

__all__ = ["pay_named"]
