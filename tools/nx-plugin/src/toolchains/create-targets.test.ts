import { expect, test } from "vitest";
import { languageFiles, temporaryRepository } from "../fixtures/workspace.ts";
import { findMembers } from "../inference/find-members.ts";
import { bun } from "./bun.ts";
import { cargo } from "./cargo.ts";
import type { Repository, Toolchain } from "./toolchain.ts";
import { uv } from "./uv.ts";

/** `target: command => outputs` of one member, test targets left out. */
async function commandsOf(
  toolchain: Toolchain,
  directory: string,
  files: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  using repository = temporaryRepository(files);
  const { members } = await findMembers(toolchain, Object.keys(files), repository.root);
  const member = members.find((one) => one.directory === directory);
  if (member === undefined) throw new Error(`no member in ${directory}`);
  return Object.entries(toolchain.createTargets(member, { root: repository.root, npmPackages: [] }))
    .filter(([name]) => name !== "test")
    .map(([name, { options, outputs = [] }]) => {
      const { command, install = false } = options as { command: string[]; install?: boolean };
      return `${name}: ${command.join(" ")}${install ? " (installs)" : ""}${outputs.map((output) => ` => ${output}`).join("")}`;
    });
}

const crate = (rest = "") => `[package]\nname = "edge"\n${rest}`;
const runUv = "uv run --locked --all-packages -m";

test.each<
  [what: string, toolchain: Toolchain, directory: string, files: Readonly<Record<string, string>>, commands: string[]]
>([
  [
    "uv: a service",
    uv,
    "api",
    languageFiles.uv,
    [
      `lint: ${runUv} ruff check`,
      `format: ${runUv} ruff format --check`,
      "build: uv build --out-dir dist --clear => {projectRoot}/dist",
      `serve: ${runUv} api`,
    ],
  ],
  [
    "uv: mypy, configured at the workspace's root",
    uv,
    "libs/x",
    {
      "pyproject.toml":
        '[tool.uv.workspace]\nmembers = ["libs/*"]\n[dependency-groups]\ndev = ["mypy==2"]\n[tool.mypy]\nstrict = true\n',
      "libs/x/pyproject.toml": '[project]\nname = "x"\n',
    },
    [
      `lint: ${runUv} ruff check`,
      `format: ${runUv} ruff format --check`,
      `typecheck: ${runUv} mypy --config-file ../../pyproject.toml .`,
      "build: uv build --out-dir dist --clear => {projectRoot}/dist",
    ],
  ],
  [
    "uv: mypy, configured in the package",
    uv,
    ".",
    { "pyproject.toml": '[project]\nname = "x"\n[dependency-groups]\ntypes = ["mypy"]\n[tool.mypy]\n', "uv.lock": "" },
    [
      `lint: ${runUv} ruff check`,
      `format: ${runUv} ruff format --check`,
      `typecheck: ${runUv} mypy .`,
      "build: uv build --out-dir dist --clear => {projectRoot}/dist",
    ],
  ],
  [
    "bun: a service",
    bun,
    "web",
    languageFiles.bun,
    [
      "lint: oxlint",
      "format: oxfmt --check",
      "typecheck: tsc --noEmit -p tsconfig.json (installs)",
      "build: bun build --target=bun --outdir=dist src/main.ts (installs) => {projectRoot}/dist",
      "serve: bun src/main.ts (installs)",
    ],
  ],
  [
    "bun: a library",
    bun,
    "greet-ts",
    languageFiles.bun,
    [
      "lint: oxlint",
      "format: oxfmt --check",
      "build: bun build --target=bun --outdir=dist src/index.ts (installs) => {projectRoot}/dist",
    ],
  ],
  [
    "cargo: a library builds no file that anybody starts",
    cargo,
    "greet-rs",
    languageFiles.cargo,
    [
      "lint: cargo clippy --locked --no-deps --all-targets -- -D warnings",
      "format: cargo fmt --check -p greet-rs",
      "build: cargo build --locked",
    ],
  ],
  [
    "cargo: a binary, below the workspace's root",
    cargo,
    "edge",
    languageFiles.cargo,
    [
      "lint: cargo clippy --locked --no-deps --all-targets -- -D warnings",
      "format: cargo fmt --check -p edge",
      "build: cargo build --locked => {workspaceRoot}/target/debug/edge",
      "serve: cargo run --locked",
    ],
  ],
])("%s", async (_what, toolchain, directory, files, commands) => {
  expect(await commandsOf(toolchain, directory, files)).toEqual(commands);
});

test.each<[what: string, files: Readonly<Record<string, string>>, binaries: string[], serve: string | undefined]>([
  ["none", { "src/lib.rs": "" }, [], undefined],
  ["the package's", { "src/main.rs": "" }, ["edge"], "cargo run --locked"],
  [
    "several, of which one bears the package's name",
    { "src/main.rs": "", "src/bin/a.rs": "", "src/bin/b/main.rs": "", "src/bin/c/mod.rs": "" },
    ["a", "b", "edge"],
    "cargo run --locked --bin edge",
  ],
  ["several, of which none does", { "src/bin/b.rs": "", "src/bin/a.rs": "" }, ["a", "b"], "cargo run --locked --bin a"],
  [
    "several, of which the manifest names one",
    { "Cargo.toml": crate('default-run = "b"\n'), "src/bin/b.rs": "", "src/bin/a.rs": "" },
    ["a", "b"],
    "cargo run --locked",
  ],
  [
    "declared, with a path of its own",
    { "Cargo.toml": crate('[[bin]]\nname = "x"\npath = "src/main.rs"\n'), "src/main.rs": "" },
    ["x"],
    "cargo run --locked",
  ],
  ["not looked for", { "Cargo.toml": crate("autobins = false\n"), "src/main.rs": "" }, [], undefined],
])("cargo binaries: %s", async (_what, files, binaries, serve) => {
  const commands = await commandsOf(cargo, ".", { "Cargo.toml": crate(), ...files });
  const outputs = binaries.map((name) => ` => {workspaceRoot}/target/debug/${name}`).join("");
  expect(commands.slice(2)).toEqual([
    `build: cargo build --locked${outputs}`,
    ...(serve === undefined ? [] : [`serve: ${serve}`]),
  ]);
});

test.each<[what: string, npmPackages: Repository["npmPackages"], inputs: unknown[]]>([
  ["not at the root", [], [{ externalDependencies: [] }]],
  [
    "pinned",
    [
      { table: "devDependencies", name: "oxlint", version: "1.94.0" },
      { table: "devDependencies", name: "nx", version: "23.3.1" },
    ],
    [{ json: "{workspaceRoot}/package.json", fields: ["devDependencies.oxlint"] }, { externalDependencies: [] }],
  ],
  ["a range", [{ table: "dependencies", name: "oxlint", version: "^1.94.0" }], [{ externalDependencies: ["oxlint"] }]],
])("the linter's version, %s", async (_what, npmPackages, inputs) => {
  using repository = temporaryRepository(languageFiles.bun);
  const { members } = await findMembers(bun, Object.keys(languageFiles.bun), repository.root);
  const [web] = members;
  if (web === undefined) throw new Error("no member");
  expect(bun.createTargets(web, { root: repository.root, npmPackages })["lint"]?.inputs).toEqual([
    "default",
    "{workspaceRoot}/.oxlintrc.json",
    ...inputs,
  ]);
});
