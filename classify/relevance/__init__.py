"""Whether a message is about this candidate's job search: by its own words, then by its company.

`standing` reads one message alone, `ties` says what it may share with others. `included` then closes over
threads and ties.
"""

from __future__ import annotations

from classify.relevance.closure import included
from classify.relevance.standing import standing
from classify.relevance.ties import ties, tokens

__all__ = ["included", "standing", "ties", "tokens"]
