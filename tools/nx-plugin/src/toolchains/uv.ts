import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { isTable, parseToml, stringAt, stringsAt, tableAt } from "./table.ts";
import {
  npmPackages,
  production,
  serveTarget,
  sourcesAndDependencies,
  testTarget,
  toolTarget,
  workspaceFiles,
} from "./targets.ts";
import type { Dependency, Member, Table, Toolchain } from "./toolchain.ts";

/**
 * One environment for the whole workspace: uv brings it up to date under a lock of its own before each command, so
 * commands side by side neither collide nor undo one another's work, as they would with one package's set each.
 * `-m` never falls back to a program of the same name elsewhere on PATH.
 */
export const runModule = ["uv", "run", "--locked", "--all-packages", "-m"] as const;

export const uv: Toolchain = {
  name: "uv",
  language: "python",
  manifest: "pyproject.toml",
  lock: "uv.lock",
  programs: { uv: "pip install uv, or https://docs.astral.sh/uv/getting-started/installation" },
  adoptsPathDependencies: false,
  hasTypecheck: true,
  testFiles: ["tests/**/*", "**/test_*.py", "**/*_test.py", "**/conftest.py"],

  complaints: [
    {
      pattern: /lockfile at `.*uv\.lock` needs to be updated|Unable to find lockfile at `.*uv\.lock`/,
      code: "lock-out-of-date",
      describe: () => ({ message: "uv.lock does not agree with the manifests of its workspace", fix: "uv lock" }),
    },
    {
      pattern: /python[\d.]*: No module named ([\w.]+)/,
      code: "tool-missing",
      describe: ([, module]) => ({
        message: `${module} is in no dependency group of this workspace`,
        fix: `uv add --dev ${module}, at the root of the workspace`,
      }),
    },
    {
      pattern: /unrecognized arguments: .*--cov/,
      code: "tool-missing",
      describe: () => ({
        message: "pytest has no coverage without pytest-cov",
        fix: "uv add --dev pytest-cov, at the root of the workspace",
      }),
    },
  ],

  parse: async (text) => parseToml(text),

  readWorkspace(manifest, hasLock) {
    const workspace = tableAt(manifest, "tool", "uv")["workspace"];
    if (isTable(workspace)) {
      return { members: stringsAt(workspace, "members"), exclude: stringsAt(workspace, "exclude"), alone: false };
    }
    return hasLock ? { members: [], exclude: [], alone: false } : undefined;
  },

  readPackageName(manifest) {
    const name = stringAt(tableAt(manifest, "project"), "name");
    return name === undefined ? undefined : normalizeName(name);
  },

  readDependencies(manifest, rootManifest) {
    const own = tableAt(manifest, "tool", "uv", "sources");
    const inherited = Object.entries(tableAt(rootManifest, "tool", "uv", "sources"));
    const required = new Set(requirementNames(manifest));
    return [
      ...Object.entries(own).flatMap(([name, source]) => readSource(name, source, "package")),
      ...inherited
        .filter(([name]) => !(name in own) && required.has(normalizeName(name)))
        .flatMap(([name, source]) => readSource(name, source, "root")),
    ];
  },

  createTargets(member, repository) {
    const lock = workspaceFiles(member, "pyproject.toml", "uv.lock");
    const noPackages = npmPackages(repository);
    const ruff = ["default", ...lock, ...workspaceFiles(member, "ruff.toml", ".ruff.toml"), ...noPackages];
    const module = findMainModule(path.join(repository.root, member.directory));
    return {
      test: testTarget("pytest", [
        ...sourcesAndDependencies,
        ...lock,
        ...workspaceFiles(member, "pytest.ini", ".python-version"),
        ...noPackages,
      ]),
      lint: toolTarget(uv, [...runModule, "ruff", "check"], { inputs: ruff }),
      format: toolTarget(uv, [...runModule, "ruff", "format", "--check"], { inputs: ruff }),
      ...(usesMypy(member)
        ? {
            typecheck: toolTarget(uv, [...runModule, "mypy", ...mypyConfiguration(member), "."], {
              inputs: [...sourcesAndDependencies, ...lock, ...workspaceFiles(member, "mypy.ini"), ...noPackages],
            }),
          }
        : {}),
      build: toolTarget(uv, ["uv", "build", "--out-dir", "dist", "--clear"], {
        inputs: ["production", ...workspaceFiles(member, "pyproject.toml"), ...noPackages],
        outputs: ["{projectRoot}/dist"],
      }),
      ...(module === undefined
        ? {}
        : { serve: serveTarget(uv, [...runModule, module], { inputs: [...production, ...lock, ...noPackages] }) }),
    };
  },
};

/** PEP 503: the same package however it is spelt. */
function normalizeName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, "-");
}

function requirementNames(manifest: Table): readonly string[] {
  const project = tableAt(manifest, "project");
  const lists = [
    project["dependencies"],
    ...Object.values(tableAt(project, "optional-dependencies")),
    ...Object.values(tableAt(manifest, "dependency-groups")),
    tableAt(manifest, "build-system")["requires"],
  ];
  return lists
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .filter((requirement) => typeof requirement === "string")
    .map((requirement) => normalizeName(/^[\w.-]*/.exec(requirement.trim())?.[0] ?? ""));
}

/** A source is one table, or a list of them for different platforms. */
function readSource(name: string, source: unknown, from: "package" | "root"): readonly Dependency[] {
  if (Array.isArray(source)) return source.flatMap((one) => readSource(name, one, from));
  if (!isTable(source)) return [];
  if (source["workspace"] === true) return [{ kind: "name", name: normalizeName(name) }];
  const to = stringAt(source, "path");
  return to === undefined ? [] : [{ kind: "path", path: to, from }];
}

function usesMypy(member: Member): boolean {
  return [member.manifest, member.workspaceManifest]
    .flatMap((manifest) => Object.values(tableAt(manifest, "dependency-groups")))
    .some((group) => Array.isArray(group) && group.some((item) => typeof item === "string" && /^mypy\b/.test(item)));
}

function configuresMypy(manifest: Table): boolean {
  return isTable(tableAt(manifest, "tool")["mypy"]);
}

/** mypy takes the first pyproject.toml that it meets, also when it says nothing of mypy. */
function mypyConfiguration(member: Member): readonly string[] {
  if (configuresMypy(member.manifest) || !configuresMypy(member.workspaceManifest)) return [];
  return [
    "--config-file",
    path.posix.join(path.posix.relative(member.directory, member.workspaceDirectory), "pyproject.toml"),
  ];
}

/** The package that `python -m` can start: with a `__main__.py`, under src/ or beside the manifest. */
function findMainModule(directory: string): string | undefined {
  for (const parent of [path.join(directory, "src"), directory]) {
    if (!existsSync(parent)) continue;
    const found = readdirSync(parent, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(path.join(parent, entry.name, "__main__.py")))
      .map((entry) => entry.name)
      .toSorted()[0];
    if (found !== undefined) return found;
  }
  return undefined;
}
