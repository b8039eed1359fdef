import { existsSync } from "node:fs";
import path from "node:path";
import { isTable, stringAt, stringsAt, tableAt } from "./table.ts";
import {
  filesAbove,
  npmPackages,
  production,
  serveTarget,
  sourcesAndDependencies,
  testTarget,
  toolTarget,
  workspaceFiles,
} from "./targets.ts";
import { ManifestError, type Dependency, type Toolchain } from "./toolchain.ts";

const fromNpm = (name: string) => `npm install --save-dev ${name}, at the root of the repository`;

export const bun: Toolchain = {
  name: "bun",
  language: "typescript",
  manifest: "package.json",
  lock: "bun.lock",
  programs: {
    bun: `${fromNpm("bun")}, or https://bun.com/docs/installation`,
    tsc: fromNpm("typescript"),
    oxlint: fromNpm("oxlint"),
    oxfmt: fromNpm("oxfmt"),
  },
  // A few milliseconds when there is nothing to do, offline too.
  install: ["bun", "install", "--frozen-lockfile"],
  adoptsPathDependencies: false,
  hasTypecheck: true,
  testFiles: ["tests/**/*", "**/*.{test,spec}.*", "**/*_{test,spec}.*"],

  complaints: [
    {
      pattern: /lockfile had changes, but lockfile is frozen/,
      code: "lock-out-of-date",
      describe: () => ({ message: "bun.lock does not agree with the manifests of its workspace", fix: "bun install" }),
    },
  ],

  async parse(text) {
    const manifest = await parseJson(text);
    if (!isTable(manifest)) throw new ManifestError("must hold an object");
    return manifest;
  },

  readWorkspace(manifest, hasLock) {
    const packageManager = stringAt(manifest, "packageManager") ?? "";
    if (!hasLock && !packageManager.startsWith("bun@")) return undefined;
    const patterns = isTable(manifest["workspaces"])
      ? stringsAt(manifest["workspaces"], "packages")
      : stringsAt(manifest, "workspaces");
    return {
      members: patterns.filter((pattern) => !pattern.startsWith("!")),
      exclude: patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1)),
      alone: false,
    };
  },

  // The root of a bun workspace has a name too, and is no package for that.
  readPackageName: (manifest) => ("workspaces" in manifest ? undefined : stringAt(manifest, "name")),

  readDependencies: (manifest) =>
    ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"]
      .flatMap((key) => Object.entries(tableAt(manifest, key)))
      .map(([name, version]) => readDependency(name, String(version))),

  createTargets(member, repository) {
    const directory = path.join(repository.root, member.directory);
    const has = (file: string) => existsSync(path.join(directory, file));
    const lock = workspaceFiles(member, "package.json", "bun.lock", "bunfig.toml");
    const tsconfig = workspaceFiles(member, "tsconfig*.json");
    const built = [...production, ...lock, ...tsconfig, ...npmPackages(repository, "bun")];
    const entry = ["src/main.ts", "src/index.ts"].find(has);
    return {
      test: testTarget("bun-test", [
        ...sourcesAndDependencies,
        ...lock,
        ...tsconfig,
        ...npmPackages(repository, "bun"),
      ]),
      lint: toolTarget(bun, ["oxlint"], {
        inputs: ["default", ...filesAbove(member, ".oxlintrc.json"), ...npmPackages(repository, "oxlint")],
      }),
      format: toolTarget(bun, ["oxfmt", "--check"], {
        inputs: [
          "default",
          ...filesAbove(member, ".oxfmtrc.json", ".editorconfig"),
          ...npmPackages(repository, "oxfmt"),
        ],
      }),
      ...(has("tsconfig.json")
        ? {
            typecheck: toolTarget(bun, ["tsc", "--noEmit", "-p", "tsconfig.json"], {
              inputs: [...sourcesAndDependencies, ...lock, ...tsconfig, ...npmPackages(repository, "typescript")],
              install: true,
            }),
          }
        : {}),
      ...(entry === undefined
        ? {}
        : {
            build: toolTarget(bun, ["bun", "build", "--target=bun", "--outdir=dist", entry], {
              inputs: built,
              outputs: ["{projectRoot}/dist"],
              install: true,
            }),
          }),
      ...(has("src/main.ts")
        ? { serve: serveTarget(bun, ["bun", "src/main.ts"], { inputs: built, install: true }) }
        : {}),
    };
  },
};

/** Comments and trailing commas pass, as they do with bun. */
async function parseJson(text: string): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch {
    // Loaded only now: it costs the graph 80 ms, and names the line, which JSON.parse does not always.
    const devkit = await import("@nx/devkit");
    try {
      return devkit.parseJson(text);
    } catch (error) {
      const [, reason, line, column] = /^(\w+) in JSON at (\d+):(\d+)/.exec(String((error as Error).message)) ?? [];
      if (reason === undefined) throw error;
      throw new ManifestError(`not valid JSON: ${reason}`, Number(line), Number(column));
    }
  }
}

function readDependency(name: string, version: string): Dependency {
  const [, target] = /^(?:file|link):(.+)$/.exec(version) ?? [];
  return target === undefined ? { kind: "name", name } : { kind: "path", path: target, from: "package" };
}
