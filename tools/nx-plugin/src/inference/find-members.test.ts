import { describe, expect, test } from "vitest";
import { below, languageFiles, temporaryRepository } from "../fixtures/workspace.ts";
import { dependenciesOf } from "./find-members.ts";
import { findAllMembers } from "./language-projects.ts";

type Files = Readonly<Record<string, string>>;

/** `directory: package name -> directories of the packages that it depends on`, sorted. */
async function findIn(files: Files) {
  using repository = temporaryRepository(files);
  const { members, problems } = await findAllMembers(Object.keys(files), repository.root);
  return {
    members: members
      .map((member) => {
        const dependencies = dependenciesOf(member, members);
        const edges = dependencies.length === 0 ? "" : ` -> ${dependencies.join(", ")}`;
        return `${member.directory}: ${member.packageName}${edges}`;
      })
      .toSorted(),
    problems: problems.map(({ file, error }) => `${file} | ${error.message.replaceAll(repository.root, "")}`),
  };
}

const python = (name: string, rest = "") => `[project]\nname = "${name}"\nversion = "0"\n${rest}`;
const rust = (name: string, rest = "") => `[package]\nname = "${name}"\n${rest}`;

describe("members and the edges between them", () => {
  test.each<[what: string, files: Files, members: string[]]>([
    ["a uv workspace", languageFiles.uv, ["api: api -> greet-py", "greet-py: greet-py"]],
    ["a bun workspace", languageFiles.bun, ["greet-ts: greet-ts", "web: web -> greet-ts"]],
    ["a cargo workspace", languageFiles.cargo, ["edge: edge -> greet-rs", "greet-rs: greet-rs"]],
    [
      "all three in one directory, wherever it lies",
      below("deep/down", { ...languageFiles.uv, ...languageFiles.bun, ...languageFiles.cargo }),
      [
        "deep/down/api: api -> deep/down/greet-py",
        "deep/down/greet-py: greet-py",
        "deep/down/greet-ts: greet-ts",
        "deep/down/web: web -> deep/down/greet-ts",
        "deep/down/edge: edge -> deep/down/greet-rs",
        "deep/down/greet-rs: greet-rs",
      ],
    ],
    ["a Python package on its own, with a lock", { "a/pyproject.toml": python("a"), "a/uv.lock": "" }, ["a: a"]],
    ["a Python package on its own, without", { "a/pyproject.toml": python("a") }, []],
    [
      "uv: a root that is a package, globs, exclusions",
      {
        "pyproject.toml": python(
          "root",
          '[tool.uv.workspace]\nmembers = ["libs/*", "./apps/{a,b}/"]\nexclude = ["libs/old"]\n',
        ),
        "libs/x/pyproject.toml": python("x"),
        "libs/old/pyproject.toml": python("old"),
        "libs/x/deeper/pyproject.toml": python("deeper"),
        "apps/a/pyproject.toml": python("a"),
        "apps/c/pyproject.toml": python("c"),
      },
      [".: root", "libs/x: x", "apps/a: a"],
    ],
    [
      "uv: sources by path, for platforms, inherited where required, of any spelling",
      {
        "pyproject.toml":
          '[tool.uv.workspace]\nmembers = ["*"]\n[tool.uv.sources]\nmy_lib = { workspace = true }\nother = { path = "other" }\n',
        "a/pyproject.toml": python("a", "dependencies = [\"My.Lib[extra]>=1; python_version > '3'\"]\n"),
        "b/pyproject.toml": python(
          "b",
          '[tool.uv.sources]\nmy-lib = [{ path = "../my-lib", marker = "x" }, { index = "y" }]\n',
        ),
        "c/pyproject.toml": python("c", '[dependency-groups]\ndev = ["other", { include-group = "x" }]\n'),
        "d/pyproject.toml": python("d", 'dependencies = ["requests"]\n[tool.uv.sources]\nrequests = { git = "x" }\n'),
        "my-lib/pyproject.toml": python("My_Lib"),
        "other/pyproject.toml": python("other"),
      },
      ["a: a -> my-lib", "b: b -> my-lib", "c: c -> other", "d: d", "my-lib: my-lib", "other: other"],
    ],
    [
      "bun: known by its lock, an object of patterns, exclusions",
      {
        "package.json": '{ "name": "root", "workspaces": { "packages": ["p/*", "!p/no"] } }',
        "bun.lock": "{}",
        "p/a/package.json": '{ "name": "@scope/a", "devDependencies": { "b": "^1.0.0", "left-pad": "1" } }',
        "p/b/package.json": '{ "name": "b", "peerDependencies": { "c": "*" } }',
        "p/c/package.json": '{ "name": "c", "dependencies": { "alias": "link:../b" }, /* comment */ }',
        "p/no/package.json": '{ "name": "no" }',
      },
      ["p/a: @scope/a -> p/b", "p/b: b -> p/c", "p/c: c -> p/b"],
    ],
    [
      "an npm workspace is left to Nx",
      {
        "package.json": '{ "workspaces": ["libs/*"] }',
        "package-lock.json": "{}",
        "libs/x/package.json": '{ "name": "x" }',
      },
      [],
    ],
    [
      "a bun workspace below an npm one",
      { "package.json": '{ "workspaces": ["libs/*"] }', ...below("services", languageFiles.bun) },
      ["services/greet-ts: greet-ts", "services/web: web -> services/greet-ts"],
    ],
    ["cargo: a package without a workspace", { "tool/Cargo.toml": rust("tool") }, ["tool: tool"]],
    [
      "cargo: a root package, every table of dependencies, members by path",
      {
        "Cargo.toml": rust(
          "root",
          '[dependencies]\nserde = "1"\na = { path = "a" }\n[workspace]\nexclude = ["no"]\n[workspace.dependencies]\nd = { path = "deep/d" }\n',
        ),
        "a/Cargo.toml": rust("a", '[build-dependencies]\nb = { path = "../b" }\nno = { path = "../no" }\n'),
        "b/Cargo.toml": rust("b", '[target."cfg(unix)".dev-dependencies]\nd = { workspace = true }\n'),
        "deep/d/Cargo.toml": rust("d"),
        "no/Cargo.toml": rust("no"),
        "stray/Cargo.toml": rust("stray"),
      },
      [".: root -> a", "a: a -> b, no", "b: b -> deep/d", "deep/d: d", "no: no"],
    ],
    [
      "two packages of one name in different workspaces: the edge stays inside",
      { ...below("one", languageFiles.bun), ...below("two", languageFiles.bun) },
      [
        "one/greet-ts: greet-ts",
        "one/web: web -> one/greet-ts",
        "two/greet-ts: greet-ts",
        "two/web: web -> two/greet-ts",
      ],
    ],
    [
      "stray and broken files that no workspace lists",
      { ...languageFiles.uv, "x/pyproject.toml": "[", "x/Cargo.toml": "[", "x/package.json": "{" },
      ["api: api -> greet-py", "greet-py: greet-py"],
    ],
  ])("%s", async (_what, files, members) => {
    expect(await findIn(files)).toEqual({ members: members.toSorted(), problems: [] });
  });
});

describe("broken manifests name themselves, and the others are found all the same", () => {
  test.each<[what: string, files: Files, members: string[], problems: string[]]>([
    [
      "a member's TOML",
      { ...languageFiles.cargo, "edge/Cargo.toml": '[package]\nname = "edge"\nversion = \n' },
      ["greet-rs: greet-rs"],
      ["edge/Cargo.toml | edge/Cargo.toml:3:11: error: cannot be read: "],
    ],
    [
      "a member's JSON",
      { ...languageFiles.bun, "web/package.json": '{\n  "name": "web",\n  nonsense\n}' },
      ["greet-ts: greet-ts"],
      ["web/package.json | web/package.json:3:3: error: cannot be read: not valid JSON: "],
    ],
    [
      "a member of a cargo workspace: what it may have adopted stays, but nothing that is out of the workspace",
      {
        ...languageFiles.cargo,
        "Cargo.toml": '[workspace]\nmembers = ["edge"]\nexclude = ["no"]\n',
        "edge/Cargo.toml": "[package",
        "stray/Cargo.toml": "[",
        "settings/Cargo.toml": "[profile.release]\n",
        "no/Cargo.toml": rust("no"),
      },
      ["greet-rs: greet-rs", "no: no"],
      ["edge/Cargo.toml | edge/Cargo.toml:1:"],
    ],
    [
      "JSON that is no object",
      { ...languageFiles.bun, "web/package.json": "[]" },
      ["greet-ts: greet-ts"],
      ["web/package.json | web/package.json: error: cannot be read: must hold an object [broken-manifest]"],
    ],
    [
      "a workspace's root, known by its lock",
      { "pyproject.toml": "\n[tool.uv", "uv.lock": "", "a/pyproject.toml": python("a") },
      [],
      ["pyproject.toml | pyproject.toml:2:2: error: cannot be read: "],
    ],
    [
      "members that are no list",
      { "Cargo.toml": '[workspace]\nmembers = "edge"\n' },
      [],
      ["Cargo.toml | Cargo.toml: error: cannot be read: `members` must be a list of strings [broken-manifest]"],
    ],
    [
      "a listed member that is not there",
      { ...languageFiles.uv, "pyproject.toml": '[tool.uv.workspace]\nmembers = ["api", "gone", "none/*"]\n' },
      ["api: api"],
      [
        "pyproject.toml | pyproject.toml: error: lists the member `gone`, which has no pyproject.toml [broken-manifest]\n  fix: create it, or take `gone` out of the list",
      ],
    ],
    [
      "a member that is no package",
      { ...languageFiles.uv, "greet-py/pyproject.toml": "[tool.ruff]\n" },
      ["api: api"],
      [
        "greet-py/pyproject.toml | greet-py/pyproject.toml: error: is a member of the workspace in pyproject.toml, but names no package [broken-manifest]",
      ],
    ],
  ])("%s", async (_what, files, members, problems) => {
    const found = await findIn(files);
    expect(found.members).toEqual(members);
    expect(found.problems).toEqual(problems.map((start) => expect.stringContaining(start)));
  });
});
