"""A stranger's emulator of Google's servers: https://github.com/vercel-labs/emulate, an npm package.

It signs in, lists mail, gives it raw, keeps a history of what changed, and labels. It has no batches and no
profile, no history that is too old and no sync tokens for calendars: for those see `tests.servers.google`.
"""
