# syntax=docker/dockerfile:1

# One dependency stage per package manager, then per service: build, test, and a small runtime image.
# Dependency stages read manifests and locks alone, so that no source edit reaches them; a new workspace member is picked
# up by the wildcards. The build context is services/ (see .dockerignore).

ARG DEBIAN_RELEASE=trixie
ARG UV_VERSION=0.13.8
ARG PYTHON_VERSION=3.13
ARG BUN_VERSION=1.4.5
ARG RUST_VERSION=1.95


# ---- Python, uv ----
FROM ghcr.io/astral-sh/uv:${UV_VERSION} AS uv

FROM python:${PYTHON_VERSION}-slim-${DEBIAN_RELEASE} AS uv-deps
COPY --from=uv /uv /usr/local/bin/uv
# The interpreter is the image's own; the environment lies outside the sources, and is copied, not linked, out of the cache mount.
ENV UV_PYTHON_DOWNLOADS=never \
    UV_PROJECT_ENVIRONMENT=/opt/venv \
    UV_LINK_MODE=copy \
    UV_COMPILE_BYTECODE=1
WORKDIR /src
COPY --parents services/./uv.lock services/./pyproject.toml services/./*/pyproject.toml services/./libs/*/pyproject.toml ./
RUN --mount=type=cache,id=uv,target=/root/.cache/uv,sharing=locked \
    uv sync --frozen --all-packages --no-install-workspace --no-dev

FROM uv-deps AS api-build
COPY --parents services/./api/src services/./libs/*-py/src ./
# Not editable: the runtime image takes the environment and no sources.
RUN --mount=type=cache,id=uv,target=/root/.cache/uv,sharing=locked \
    uv sync --frozen --package api --no-editable --no-dev

FROM api-build AS api-test
RUN --mount=type=cache,id=uv,target=/root/.cache/uv,sharing=locked \
    uv sync --frozen --all-packages --no-editable
COPY services/api/tests api/tests
RUN /opt/venv/bin/pytest api/tests

FROM python:${PYTHON_VERSION}-slim-${DEBIAN_RELEASE} AS api
COPY --from=api-build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=8001
EXPOSE 8001
USER 65532:65532
CMD ["python", "-m", "api"]


# ---- TypeScript, bun ----
FROM oven/bun:${BUN_VERSION}-slim AS bun-deps
WORKDIR /src
COPY --parents services/./bun.lock services/./package.json services/./*/package.json services/./libs/*/package.json ./
RUN --mount=type=cache,id=bun,target=/root/.bun/install/cache,sharing=locked \
    bun install --frozen-lockfile --production

FROM bun-deps AS web-build
COPY --parents services/./web/src services/./libs/*-ts/src ./
# One file, dependencies included: the runtime image needs no node_modules.
RUN bun build web/src/main.ts --target=bun --outfile=/out/main.js

FROM web-build AS web-test
COPY services/web/test web/test
RUN bun test web

FROM oven/bun:${BUN_VERSION}-slim AS web
WORKDIR /app
COPY --from=web-build /out/main.js ./
ENV HOST=0.0.0.0 \
    PORT=8002
EXPOSE 8002
USER 65532:65532
CMD ["bun", "main.js"]


# ---- Rust, cargo ----
FROM rust:${RUST_VERSION}-slim-${DEBIAN_RELEASE} AS cargo-deps
WORKDIR /src
COPY --parents services/./Cargo.lock services/./Cargo.toml services/./*/Cargo.toml services/./libs/*/Cargo.toml ./
# Every member as an empty stub: what is compiled here is the dependencies alone, and it stays in the layer.
RUN --mount=type=cache,id=cargo-registry,target=/usr/local/cargo/registry,sharing=locked <<EOF
set -eu
for manifest in */Cargo.toml libs/*/Cargo.toml; do
  sources="${manifest%Cargo.toml}src"
  mkdir "$sources"
  touch "$sources/lib.rs"
  echo 'fn main() {}' > "$sources/main.rs"
done
cargo build --release --locked
rm -r */src libs/*/src
EOF

FROM cargo-deps AS edge-build
COPY --parents services/./edge/src services/./libs/*-rs/src ./
# Cargo goes by timestamps: the sources must be newer than what was made of the stubs.
RUN --mount=type=cache,id=cargo-registry,target=/usr/local/cargo/registry,sharing=locked \
    find edge libs -name '*.rs' -exec touch {} + \
    && cargo build --release --locked --package edge

FROM edge-build AS edge-test
COPY services/edge/tests edge/tests
RUN --mount=type=cache,id=cargo-registry,target=/usr/local/cargo/registry,sharing=locked \
    cargo test --release --locked --package edge

FROM gcr.io/distroless/cc-debian13:nonroot AS edge
COPY --from=edge-build /src/target/release/edge /usr/local/bin/edge
ENV HOST=0.0.0.0 \
    PORT=8000
EXPOSE 8000
CMD ["/usr/local/bin/edge"]
