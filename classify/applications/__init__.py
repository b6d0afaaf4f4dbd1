"""Which messages make one application."""

from classify.applications.group import group, identity

__all__ = ["group", "identity"]
