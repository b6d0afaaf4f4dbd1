"""Searching the stored messages: what words are, what a query means, the index of each database."""

from store.search.index import drop as drop
