# tealeaves in a container: docker build -t tealeaves . && docker run --rm tealeaves demo
#
# Two stages: what installs stays behind. The user is nobody else's and has no password; one place is written,
# the volume /data; no secret is ever part of the image (compose.yaml shows where they come from).

ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /source
COPY pyproject.toml constraints.txt ./
COPY scripts/runtime.py scripts/
RUN python -m venv /opt/tealeaves \
 && python scripts/runtime.py postgres > /tmp/runs.txt \
 && /opt/tealeaves/bin/python -m pip install --require-hashes -r /tmp/runs.txt \
 && python scripts/runtime.py --only build > /tmp/builds.txt \
 && python -m pip install --require-hashes -r /tmp/builds.txt
COPY README.md LICENSE ./
COPY ingest ingest
COPY classify classify
COPY store store
COPY reports reports
COPY tealeaves tealeaves
COPY examples examples
COPY man man
# Compiled now: later nothing there can be written.
RUN python -m build --wheel --no-isolation --outdir /tmp/wheel . \
 && /opt/tealeaves/bin/python -m pip install --no-deps /tmp/wheel/*.whl \
 && /opt/tealeaves/bin/python -m compileall -q /opt/tealeaves/lib \
 && /opt/tealeaves/bin/python -m pip uninstall --yes pip

FROM python:${PYTHON}-slim
COPY --from=build /opt/tealeaves /opt/tealeaves
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin tealeaves \
 && install --directory --owner tealeaves --group tealeaves --mode 0700 /data
ENV PATH=/opt/tealeaves/bin:$PATH \
    HOME=/data \
    XDG_CONFIG_HOME=/data/config \
    XDG_DATA_HOME=/data/share \
    XDG_STATE_HOME=/data/state \
    XDG_CACHE_HOME=/data/cache \
    TEALEAVES_CONFIG=/data/config.toml \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PYTHON_KEYRING_BACKEND=keyring.backends.null.Keyring
USER 10001:10001
WORKDIR /data
VOLUME /data
ENTRYPOINT ["tealeaves"]
CMD ["--help"]
