"""The forms of the table."""

from __future__ import annotations

import pytest

from classify.names.forms import compiled, patterns

_PATHS = [
    *(("company", kind) for kind in ("direct", "soft", "system", "subject", "service", "served")),
    *(("role", kind) for kind in ("named", "strong", "loose")),
    ("agency", "behalf"),
]


@pytest.mark.parametrize("path", _PATHS)
def test_every_form_is_an_expression_with_a_slot(path: tuple[str, str]) -> None:
    for form in patterns(*path):
        assert {"company", "role"} & set(compiled(form.source).groupindex), form.source
