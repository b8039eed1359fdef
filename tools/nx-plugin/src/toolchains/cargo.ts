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

const dependencyTables = ["dependencies", "dev-dependencies", "build-dependencies"];

export const cargo: Toolchain = {
  name: "cargo",
  language: "rust",
  manifest: "Cargo.toml",
  lock: "Cargo.lock",
  programs: { cargo: "https://rustup.rs" },
  adoptsPathDependencies: true,
  hasTypecheck: false,
  testFiles: ["tests/**/*", "benches/**/*", "examples/**/*"],

  complaints: [
    {
      pattern: /lock file .* (?:because|but) --locked was passed/,
      code: "lock-out-of-date",
      describe: () => ({
        message: "Cargo.lock does not agree with the manifests of its workspace",
        fix: "cargo update --workspace",
      }),
    },
    {
      pattern: /no such command: `(\w+)`|'cargo-(\w+)(?:\.exe)?' is not installed/,
      code: "tool-missing",
      describe: ([, command, program]) => ({
        message: `cargo has no \`${command ?? program}\``,
        fix: `rustup component add ${(command ?? program) === "fmt" ? "rustfmt" : (command ?? program)}`,
      }),
    },
  ],

  parse: async (text) => parseToml(text),

  readWorkspace(manifest) {
    const workspace = manifest["workspace"];
    if (isTable(workspace)) {
      return { members: stringsAt(workspace, "members"), exclude: stringsAt(workspace, "exclude"), alone: false };
    }
    return isTable(manifest["package"]) ? { members: [], exclude: [], alone: true } : undefined;
  },

  readPackageName: (manifest) => stringAt(tableAt(manifest, "package"), "name"),

  readDependencies(manifest, rootManifest) {
    const inherited = tableAt(rootManifest, "workspace", "dependencies");
    return [manifest, ...Object.values(tableAt(manifest, "target")).filter(isTable)]
      .flatMap((table) => dependencyTables.flatMap((key) => Object.entries(tableAt(table, key))))
      .flatMap(([name, dependency]) => readDependency(name, dependency, inherited));
  },

  createTargets(member, repository) {
    const directory = path.join(repository.root, member.directory);
    const binaries = findBinaries(directory, member);
    const settings = [
      ...workspaceFiles(member, "Cargo.toml", "Cargo.lock", ".cargo/config.toml", "rust-toolchain.toml"),
      ...npmPackages(repository),
    ];
    const built = [...production, ...settings];
    return {
      test: testTarget("cargo-test", [...sourcesAndDependencies, ...settings]),
      // Without --no-deps a finding in a library would be every dependent's finding too.
      lint: toolTarget(cargo, ["cargo", "clippy", "--locked", "--no-deps", "--all-targets", "--", "-D", "warnings"], {
        inputs: [...sourcesAndDependencies, ...settings, ...workspaceFiles(member, "clippy.toml", ".clippy.toml")],
      }),
      format: toolTarget(cargo, ["cargo", "fmt", "--check", "-p", member.packageName], {
        inputs: [
          "default",
          ...workspaceFiles(member, "Cargo.toml", "rust-toolchain.toml", "rustfmt.toml", ".rustfmt.toml"),
          ...npmPackages(repository),
        ],
      }),
      build: toolTarget(cargo, ["cargo", "build", "--locked"], {
        inputs: built,
        outputs: workspaceFiles(member, ...binaries.map((name) => `target/debug/${name}`)),
      }),
      ...(binaries.length === 0
        ? {}
        : { serve: serveTarget(cargo, ["cargo", "run", "--locked", ...chosen(member, binaries)], { inputs: built }) }),
    };
  },
};

function readDependency(name: string, dependency: unknown, inherited: Table): readonly Dependency[] {
  if (!isTable(dependency)) return [];
  const from = dependency["workspace"] === true ? "root" : "package";
  const to = stringAt(from === "root" ? tableAt(inherited, name) : dependency, "path");
  return to === undefined ? [] : [{ kind: "path", path: to, from }];
}

/** Cargo's own rules: src/main.rs, src/bin/*.rs, src/bin/<name>/main.rs, and what [[bin]] names. */
function findBinaries(directory: string, member: Member): readonly string[] {
  const declared = Array.isArray(member.manifest["bin"]) ? member.manifest["bin"].filter(isTable) : [];
  const names = new Set(declared.flatMap((binary) => stringAt(binary, "name") ?? []));
  if (tableAt(member.manifest, "package")["autobins"] !== false) {
    const taken = new Set(declared.map((binary) => path.posix.normalize(stringAt(binary, "path") ?? "")));
    const add = (name: string, file: string) => {
      if (!taken.has(file) && existsSync(path.join(directory, file))) names.add(name);
    };
    add(member.packageName, "src/main.rs");
    const folder = path.join(directory, "src/bin");
    for (const entry of existsSync(folder) ? readdirSync(folder) : []) {
      if (entry.endsWith(".rs")) add(entry.slice(0, -".rs".length), `src/bin/${entry}`);
      else add(entry, `src/bin/${entry}/main.rs`);
    }
  }
  return [...names].toSorted();
}

/** Which binary to run, where cargo would ask. */
function chosen(member: Member, binaries: readonly string[]): readonly string[] {
  const settled = binaries.length === 1 || "default-run" in tableAt(member.manifest, "package");
  if (settled) return [];
  return ["--bin", binaries.includes(member.packageName) ? member.packageName : (binaries[0] ?? "")];
}
