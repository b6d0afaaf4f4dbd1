"""How a connection is encrypted. Verification cannot be turned off."""

from __future__ import annotations

import ssl

from ingest.errors import SourceError

MINIMA = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


def tls_context(ca_file: str = "", minimum: str = "1.2") -> ssl.SSLContext:
    """A context for a client that checks the server's certificate and name (RFC 9325).

    With a `ca_file`, what is in it is trusted and nothing else. `minimum` is "1.2" or "1.3". Raises
    SourceError where the file cannot be read.
    """
    try:
        context = ssl.create_default_context(cafile=ca_file or None)
    except OSError as error:  # ssl.SSLError among them
        why = "it holds no certificate in PEM form" if isinstance(error, ssl.SSLError) else error.strerror
        raise SourceError(f"ca_file {ca_file} cannot be used: {why}") from None
    context.minimum_version = MINIMA[minimum]
    if ca_file:
        # Whoever names a file means what is in it: the server's own certificate too, signed by whomever, and
        # small authorities without the extensions that Python demands by default since 3.13. The signature,
        # the dates and the name are still checked.
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context
