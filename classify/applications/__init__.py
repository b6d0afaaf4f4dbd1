"""Which messages make one application."""

from classify.applications.group import group, identity
from classify.applications.tokens import tokens

__all__ = ["group", "identity", "tokens"]
