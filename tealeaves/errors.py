"""What can go wrong that a person can mend. Each is one line that says what, where and what to do."""

from __future__ import annotations

DONE, FAILED, MISUSED, PARTLY, SIGN_IN, BUSY = 0, 1, 2, 3, 4, 5  # exit codes, as the README lists them


class TealeavesError(Exception):
    """Root of the errors that are shown as one line."""

    exit_code = FAILED


class UsageError(TealeavesError):
    """Used or configured wrongly."""

    exit_code = MISUSED


class BusyAccountError(TealeavesError):
    """Somebody else syncs the account."""

    exit_code = BUSY


class BusyStoreError(TealeavesError):
    """Somebody else uses the store."""

    exit_code = BUSY
