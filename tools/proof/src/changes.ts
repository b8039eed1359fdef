import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ScratchRepository } from "@polystage/git/scratch-repository";

/** One change of this repository, with what it rebuilds, written by hand. */
export interface ChangeCase {
  readonly change: string;
  readonly make: (repository: ScratchRepository) => void;
  /** Each stage that is rebuilt, with all its reasons as `kind path` or `upstream stage`. No other stage is. */
  readonly rebuilt: Readonly<Record<string, readonly string[]>>;
  /** Stages that Nx selects besides, and why it cannot know better. */
  readonly nxSelectsMore?: { readonly stages: readonly string[]; readonly why: string };
}

const file = (path: string) => [`file ${path}`];
const upstream = (...stages: string[]) => stages.map((stage) => `upstream ${stage}`);

/** What a stage's rebuild brings after it. */
const afterUvDeps = {
  "api-build": upstream("uv-deps"),
  "api-test": upstream("api-build"),
  api: upstream("api-build"),
};
const afterApiBuild = { "api-test": upstream("api-build"), api: upstream("api-build") };
const afterBunDeps = {
  "web-build": upstream("bun-deps"),
  "web-test": upstream("web-build"),
  web: upstream("web-build"),
};
const afterWebBuild = { "web-test": upstream("web-build"), web: upstream("web-build") };
const afterCargoDeps = {
  "edge-build": upstream("cargo-deps"),
  "edge-test": upstream("edge-build"),
  edge: upstream("edge-build"),
};
const afterEdgeBuild = { "edge-test": upstream("edge-build"), edge: upstream("edge-build") };

const everyStage =
  "uv uv-deps api-build api-test api bun-deps web-build web-test web cargo-deps edge-build edge-test edge".split(" ");
const readsContext = everyStage.filter((stage) => stage !== "uv");

/** Appends to a file: a real edit that keeps it what it is. */
function edit(path: string, text = "\n"): ChangeCase["make"] {
  return ({ directory, write }) => write(path, readFileSync(join(directory, path), "utf8") + text);
}

function replace(path: string, from: string, to: string): ChangeCase["make"] {
  return ({ directory, write }) => {
    const before = readFileSync(join(directory, path), "utf8");
    if (!before.includes(from)) throw new Error(`${path} does not hold ${from}`);
    write(path, before.replace(from, to));
  };
}

const dockerfile = (from: string, to: string) => replace("Dockerfile", from, to);

export const changes: readonly ChangeCase[] = [
  {
    change: "a source of api",
    make: edit("services/api/src/api/app.py"),
    rebuilt: { "api-build": file("services/api/src/api/app.py"), ...afterApiBuild },
  },
  {
    change: "a source of web",
    make: edit("services/web/src/main.ts"),
    rebuilt: { "web-build": file("services/web/src/main.ts"), ...afterWebBuild },
  },
  {
    change: "a source of edge",
    make: edit("services/edge/src/main.rs"),
    rebuilt: { "edge-build": file("services/edge/src/main.rs"), ...afterEdgeBuild },
  },
  {
    change: "the shared Python library",
    make: edit("services/libs/greeting-py/src/greeting/__init__.py"),
    rebuilt: { "api-build": file("services/libs/greeting-py/src/greeting/__init__.py"), ...afterApiBuild },
  },
  {
    change: "the shared TypeScript library",
    make: edit("services/libs/greeting-ts/src/index.ts"),
    rebuilt: { "web-build": file("services/libs/greeting-ts/src/index.ts"), ...afterWebBuild },
  },
  {
    change: "the shared Rust library",
    make: edit("services/libs/greeting-rs/src/lib.rs"),
    rebuilt: { "edge-build": file("services/libs/greeting-rs/src/lib.rs"), ...afterEdgeBuild },
  },
  {
    change: "the lock of uv",
    make: edit("services/uv.lock"),
    rebuilt: { "uv-deps": file("services/uv.lock"), ...afterUvDeps },
  },
  {
    change: "the lock of bun",
    make: edit("services/bun.lock"),
    rebuilt: { "bun-deps": file("services/bun.lock"), ...afterBunDeps },
  },
  {
    change: "the lock of cargo",
    make: edit("services/Cargo.lock"),
    rebuilt: { "cargo-deps": file("services/Cargo.lock"), ...afterCargoDeps },
  },
  {
    change: "the manifest of the uv workspace",
    make: edit("services/pyproject.toml"),
    rebuilt: { "uv-deps": file("services/pyproject.toml"), ...afterUvDeps },
  },
  {
    change: "the manifest of api",
    make: edit("services/api/pyproject.toml"),
    rebuilt: { "uv-deps": file("services/api/pyproject.toml"), ...afterUvDeps },
  },
  {
    change: "the manifest of web",
    make: edit("services/web/package.json"),
    rebuilt: { "bun-deps": file("services/web/package.json"), ...afterBunDeps },
  },
  {
    change: "the manifest of the shared Rust library",
    make: edit("services/libs/greeting-rs/Cargo.toml"),
    rebuilt: { "cargo-deps": file("services/libs/greeting-rs/Cargo.toml"), ...afterCargoDeps },
  },
  {
    change: "a new Python member's manifest, taken up by the wildcard",
    make: ({ write }) => write("services/mail/pyproject.toml", '[project]\nname = "mail"\nversion = "0.1.0"\n'),
    rebuilt: { "uv-deps": file("services/mail/pyproject.toml"), ...afterUvDeps },
  },
  { change: "the README", make: edit("README.md"), rebuilt: {} },
  {
    change: "a README within the build context, kept out by the ignore file",
    make: ({ write }) => write("services/api/src/api/README.md", "# api\n"),
    rebuilt: {},
    nxSelectsMore: {
      stages: ["api", "api-build", "api-test"],
      why: "Nx is told of no ignore rules below the root, because of the next case",
    },
  },
  {
    change: "a directory with nothing but an ignored file: it is sent, empty",
    make: ({ write }) => write("services/api/src/api/notes/README.md", "# notes\n"),
    rebuilt: { "api-build": file("services/api/src/api/notes"), ...afterApiBuild },
  },
  {
    change: "a test of api",
    make: edit("services/api/tests/test_app.py"),
    rebuilt: { "api-test": file("services/api/tests/test_app.py") },
  },
  {
    change: "a test of web",
    make: ({ write }) => write("services/web/test/one-more.test.ts", "\n"),
    rebuilt: { "web-test": file("services/web/test/one-more.test.ts") },
  },
  {
    change: "a test of edge",
    make: edit("services/edge/tests/gateway.rs"),
    rebuilt: { "edge-test": file("services/edge/tests/gateway.rs") },
  },
  {
    change: "the ignore file, keeping out nothing that is there",
    make: edit(".dockerignore", "**/*.orig\n"),
    rebuilt: {},
    nxSelectsMore: { stages: readsContext, why: "the stage lock holds the ignore patterns, not what they match" },
  },
  {
    change: "the ignore file, a comment",
    make: edit(".dockerignore", "# one more word\n"),
    rebuilt: {},
  },
  {
    change: "the ignore file, keeping out a source",
    make: edit(".dockerignore", "services/edge/src/main.rs\n"),
    rebuilt: { "edge-build": ["ignore services/edge/src/main.rs"], ...afterEdgeBuild },
    nxSelectsMore: {
      stages: readsContext.filter((stage) => !["edge-build", "edge-test", "edge"].includes(stage)),
      why: "the stage lock holds the ignore patterns, not what they match",
    },
  },
  {
    change: "an instruction of uv-deps",
    make: dockerfile("uv sync --frozen --all-packages", "uv sync --frozen --all-packages --compile-bytecode"),
    rebuilt: { "uv-deps": ["instruction Dockerfile"], ...afterUvDeps },
  },
  {
    change: "an instruction of api-build",
    make: dockerfile(
      "uv sync --frozen --package api --no-editable --no-dev",
      "uv sync --frozen --package api --no-dev",
    ),
    rebuilt: { "api-build": ["instruction Dockerfile"], ...afterApiBuild },
  },
  {
    change: "an instruction of api-test",
    make: dockerfile("/opt/venv/bin/pytest api/tests", "/opt/venv/bin/pytest -q api/tests"),
    rebuilt: { "api-test": ["instruction Dockerfile"] },
  },
  {
    change: "the environment of api: no step runs, the image is another",
    make: dockerfile("PORT=8001", "PORT=8081"),
    rebuilt: { api: ["instruction Dockerfile"] },
  },
  {
    change: "an instruction of bun-deps",
    make: dockerfile("bun install --frozen-lockfile --production", "bun install --frozen-lockfile"),
    rebuilt: { "bun-deps": ["instruction Dockerfile"], ...afterBunDeps },
  },
  {
    change: "an instruction of web-build",
    make: dockerfile("--target=bun --outfile", "--target=bun --minify --outfile"),
    rebuilt: { "web-build": ["instruction Dockerfile"], ...afterWebBuild },
  },
  {
    change: "an instruction of web-test",
    make: dockerfile("RUN bun test web", "RUN bun test --bail web"),
    rebuilt: { "web-test": ["instruction Dockerfile"] },
  },
  {
    change: "an instruction of web",
    make: dockerfile("WORKDIR /app", "WORKDIR /srv"),
    rebuilt: { web: ["instruction Dockerfile"] },
  },
  {
    change: "an instruction of cargo-deps",
    make: dockerfile("rm -r */src libs/*/src", "rm -rf */src libs/*/src"),
    rebuilt: { "cargo-deps": ["instruction Dockerfile"], ...afterCargoDeps },
  },
  {
    change: "an instruction of edge-build",
    make: dockerfile("cargo build --release --locked --package edge", "cargo build --release --locked -p edge"),
    rebuilt: { "edge-build": ["instruction Dockerfile"], ...afterEdgeBuild },
  },
  {
    change: "an instruction of edge-test",
    make: dockerfile("cargo test --release --locked", "cargo test --locked --release"),
    rebuilt: { "edge-test": ["instruction Dockerfile"] },
  },
  {
    change: "an instruction of edge",
    make: dockerfile("EXPOSE 8000", "EXPOSE 8080"),
    rebuilt: { edge: ["instruction Dockerfile"] },
  },
  {
    change: "a comment of the Dockerfile",
    make: dockerfile("# ---- Python, uv ----", "# ---- Python ----"),
    rebuilt: {},
  },
  {
    change: "the default of an ARG that one base image is made of",
    make: dockerfile("ARG UV_VERSION=0.13.8", "ARG UV_VERSION=0.13.7"),
    rebuilt: { uv: ["argument Dockerfile"], "uv-deps": upstream("uv"), ...afterUvDeps },
  },
  {
    change: "the default of an ARG that two stages are built from",
    make: dockerfile("ARG PYTHON_VERSION=3.13", "ARG PYTHON_VERSION=3.14"),
    rebuilt: {
      "uv-deps": ["argument Dockerfile"],
      ...afterUvDeps,
      api: [...upstream("api-build"), "argument Dockerfile"],
    },
  },
  {
    change: "a base image",
    make: dockerfile(
      "FROM gcr.io/distroless/cc-debian13:nonroot AS edge",
      "FROM gcr.io/distroless/cc-debian13 AS edge",
    ),
    rebuilt: { edge: ["base Dockerfile"] },
  },
  {
    change: "a file renamed",
    make: ({ git }) => git("mv", "services/edge/src/answer.rs", "services/edge/src/reply.rs"),
    rebuilt: {
      "edge-build": ["file services/edge/src/answer.rs", "file services/edge/src/reply.rs"],
      ...afterEdgeBuild,
    },
  },
  {
    change: "a file deleted",
    make: ({ remove }) => remove("services/api/src/api/settings.py"),
    rebuilt: { "api-build": file("services/api/src/api/settings.py"), ...afterApiBuild },
  },
  {
    change: "a mode",
    make: ({ directory, write }) => {
      const path = "services/web/src/main.ts";
      write(path, readFileSync(join(directory, path), "utf8"), 0o755);
    },
    rebuilt: { "web-build": file("services/web/src/main.ts"), ...afterWebBuild },
  },
  {
    change: "services of two languages at once",
    make: (repository) => {
      edit("services/api/src/api/app.py")(repository);
      edit("services/edge/Cargo.toml")(repository);
    },
    rebuilt: {
      "api-build": file("services/api/src/api/app.py"),
      ...afterApiBuild,
      "cargo-deps": file("services/edge/Cargo.toml"),
      ...afterCargoDeps,
    },
  },
  { change: "the root package-lock.json", make: edit("package-lock.json"), rebuilt: {} },
  { change: "the root package.json", make: edit("package.json"), rebuilt: {} },
  { change: "a library of Polystage itself", make: edit("libs/stage-plan/src/plan.ts"), rebuilt: {} },
  {
    change: "nx.json",
    make: edit("nx.json"),
    rebuilt: {},
    nxSelectsMore: { stages: everyStage, why: "Nx takes nx.json for an input of every task" },
  },
  {
    change: ".gitignore",
    make: edit(".gitignore"),
    rebuilt: {},
    nxSelectsMore: { stages: everyStage, why: "Nx takes .gitignore for an input of every task" },
  },
];
