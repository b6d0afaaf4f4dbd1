"""Which rules the stored readings come from, and what those rules were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from store.door import Door
from store.models import ContentRow, ReadingRow, RuleSetRow
from store.statements import among, insert_new

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

AT_ONCE = 2000
"""Texts of one page."""


class RuleSets(Door):
    """What the store can be asked of rules. A rule set has a name, and a content that is the caller's own."""

    def read_by(self, candidate: int, keys: Collection[str] | None = None) -> dict[str, int]:
        """Fingerprint of rules -> how many kept messages (of `keys`, if given) were read by them."""
        asked = sa.select(ReadingRow.rules, sa.func.count().label("read")).group_by(ReadingRow.rules)
        with self._reading() as connection:
            found = connection.execute(asked.where(*_kept(connection, candidate, keys)))
            return {row.rules: row.read for row in found}

    def keys_read_by(
        self, candidate: int, rules: Collection[str], keys: Collection[str] | None = None
    ) -> tuple[str, ...]:
        """The kept messages (of `keys`, if given) that were read by one of `rules`."""
        asked = sa.select(ReadingRow.message_key).order_by(ReadingRow.message_key)
        with self._reading() as connection:
            mine = (*_kept(connection, candidate, keys), among(connection, ReadingRow.rules, rules))
            return tuple(connection.scalars(asked.where(*mine)))

    def texts(
        self, candidate: int, rules: str | None = None, keys: Collection[str] | None = None
    ) -> Iterator[Sequence[tuple[str, str, str]]]:
        """Key, author and read text of kept messages, a page at a time: of all, or of those that were read by
        `rules`, or of `keys`."""
        columns: list[Any] = [ReadingRow.message_key, ReadingRow.author, ReadingRow.text]
        asked = sa.select(*columns)
        if rules is not None:
            asked = asked.where(ReadingRow.rules == rules)
        with self._reading() as connection:
            asked = asked.where(*_kept(connection, candidate, keys))
            streamed = connection.execute(asked, execution_options={"yield_per": AT_ONCE})
            for page in streamed.partitions(AT_ONCE):
                yield [(key, author, text) for key, author, text in page]

    def renew_rules(self, candidate: int, old: str, new: str, keys: Collection[str] | None = None) -> int:
        """Says of the readings (of `keys`, if given) by `old` rules that `new` ones read the same; returns
        how many they were."""
        renewed = sa.update(ReadingRow).where(ReadingRow.rules == old).values(rules=new)
        with self._writing() as connection:
            return connection.execute(renewed.where(*_kept(connection, candidate, keys))).rowcount

    def rule_sets(self, candidate: int) -> dict[str, bytes]:
        """The content of each rule set that is remembered, by its name."""
        asked = sa.select(RuleSetRow.name, RuleSetRow.content).where(RuleSetRow.candidate_id == candidate)
        with self._reading() as connection:
            return {row.name: row.content for row in connection.execute(asked)}

    def rule_set_names(self, candidate: int) -> frozenset[str]:
        """The names of `rule_sets`."""
        asked = sa.select(RuleSetRow.name).where(RuleSetRow.candidate_id == candidate)
        with self._reading() as connection:
            return frozenset(connection.scalars(asked))

    def keep_rule_set(self, candidate: int, name: str, content: bytes) -> None:
        """Remembers a rule set; one that is remembered by that name already stays."""
        with self._writing() as connection:
            row = {"candidate_id": candidate, "name": name, "content": content}
            insert_new(connection, RuleSetRow, [row])

    def forget_rule_sets(self, candidate: int, names: Collection[str]) -> None:
        """Drops the rule sets of these names."""
        mine = sa.delete(RuleSetRow).where(RuleSetRow.candidate_id == candidate)
        with self._writing() as connection:
            connection.execute(mine.where(among(connection, RuleSetRow.name, names)))


def _kept(
    connection: sa.Connection, candidate: int, keys: Collection[str] | None
) -> tuple[sa.ColumnElement[bool], ...]:
    """True of the readings of kept messages, of those of `keys` alone if given."""
    content = sa.exists().where(
        ContentRow.candidate_id == ReadingRow.candidate_id, ContentRow.message_key == ReadingRow.message_key
    )
    mine = (ReadingRow.candidate_id == candidate, content)
    return mine if keys is None else (*mine, among(connection, ReadingRow.message_key, keys))
