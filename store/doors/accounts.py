"""What we did: leases, syncs, digests that were mailed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import accounts
from store.door import Door

if TYPE_CHECKING:
    from datetime import datetime

    from store.lease import AccountState, Lease
    from store.mailed import MailedDigest


class Accounts(Door):
    """The state of the accounts. Each method is one transaction; each may raise StoreError."""

    def take_lease(
        self, candidate: int, account: str, holder: str, now: datetime, until: datetime
    ) -> Lease | None:
        """Takes the right to sync an account. None where it was taken; else the lease that stands in the way.

        Of any number who ask at once, one gets it. It may be taken if nobody has it, if it ran out before
        `now`, or by who has it.
        """
        with self._writing() as connection:
            return accounts.take(connection, candidate, account, holder, now, until)

    def renew_lease(self, candidate: int, account: str, holder: str, until: datetime) -> bool:
        """Keeps a lease until then; False if it was lost."""
        with self._writing() as connection:
            return accounts.renew(connection, candidate, account, holder, until)

    def release_lease(
        self,
        candidate: int,
        account: str,
        holder: str,
        *,
        synced_at: datetime | None = None,
        news: bool = False,
    ) -> bool:
        """Gives a lease back; False if it was lost, and nothing is noted.

        `synced_at` is when the sync was finished (None if it was not), `news` whether it brought anything.
        """
        with self._writing() as connection:
            return accounts.release(connection, candidate, account, holder, synced_at, news)

    def break_lease(self, candidate: int, account: str, holder: str) -> bool:
        """Takes a lease from a holder known to be dead; False if it is not that holder's any longer."""
        return self.release_lease(candidate, account, holder)

    def account(self, candidate: int, name: str) -> AccountState | None:
        """Who syncs an account, and when it was synced last; None where it never was."""
        with self._reading() as connection:
            return accounts.state(connection, candidate, name)

    def mailed_digest(self, candidate: int, week: str, recipient: str) -> MailedDigest | None:
        """The digest of that week as it was mailed to that address last; None where it was not."""
        from store import mailed

        with self._reading() as connection:
            return mailed.last(connection, candidate, week, recipient)

    def note_mailed(self, candidate: int, digest: MailedDigest) -> None:
        """Notes that a server took this digest, in place of an earlier one of its week and recipient."""
        from store import mailed

        with self._writing() as connection:
            mailed.note(connection, candidate, digest)
