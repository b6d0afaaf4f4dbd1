"""Signing in: where secrets are kept, how tokens are obtained and refreshed, what helps against a refusal."""
