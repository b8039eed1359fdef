import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { CreateNodesContextV2, ProjectGraph } from "@nx/devkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BrokenOptions } from "./executors/broken/executor.ts";
import { isAlive } from "./fixtures/processes.ts";
import { nxRepository, type NxRepository } from "./fixtures/nx-repository.ts";
import { below, languageFiles, lock, temporaryRepository, type TemporaryRepository } from "./fixtures/workspace.ts";
import { createNodesV2 } from "./index.ts";

/** A pattern that nothing but the text matches. */
const exactly = (text: string) => new RegExp(`^${text.replaceAll(/[()]/g, String.raw`\$&`)}$`);

const files = below("services", { ...languageFiles.uv, ...languageFiles.bun, ...languageFiles.cargo });

describe("createNodesV2", () => {
  const infer = (repository: TemporaryRepository, names: readonly string[]) =>
    createNodesV2[1](names, undefined, {
      workspaceRoot: repository.root,
      nxJsonConfiguration: {},
    } as CreateNodesContextV2);

  /** `name (directory): targets`, and for a broken one what it says. */
  const describeProjects = async (changes: Readonly<Record<string, string>>) => {
    const all = { ...files, ...changes };
    using repository = temporaryRepository(all);
    const nodes = await infer(repository, Object.keys(all));
    return nodes
      .flatMap(([, { projects = {} }]) => Object.entries(projects))
      .map(([directory, { name, targets = {} }]) => {
        const said = new Set(Object.values(targets).map(({ options }) => (options as BrokenOptions).diagnostic));
        return [`${name} (${directory}): ${Object.keys(targets).join(" ")}`, ...[...said].filter(Boolean)].join("\n");
      })
      .toSorted();
  };
  const healthy = {
    api: "api (services/api): test lint format build serve",
    edge: "edge (services/edge): test lint format build serve",
    greetPy: "greet-py (services/greet-py): test lint format build",
    greetRs: "greet-rs (services/greet-rs): test lint format build",
    greetTs: "greet-ts (services/greet-ts): test lint format build",
    web: "web (services/web): test lint format typecheck build serve",
  };

  test("offers no target that could not run", async () => {
    expect(await describeProjects({})).toEqual(Object.values(healthy));
  });

  test.each<[what: string, changes: Readonly<Record<string, string>>, projects: RegExp[]]>([
    [
      "a member, without the checks that its language does not have",
      { "services/edge/Cargo.toml": "[package\n" },
      [
        exactly(healthy.api),
        /^edge \(services\/edge\): test lint format build\nservices\/edge\/Cargo\.toml:1:\d+: error: cannot be read: .*\[broken-manifest\]$/,
        ...[healthy.greetPy, healthy.greetRs, healthy.greetTs, healthy.web].map(exactly),
      ],
    ],
    [
      "two workspace roots in one directory: one project that says both",
      {
        "services/pyproject.toml": "[tool.uv",
        "services/uv.lock": "",
        "services/Cargo.toml": "[workspace]\nmembers = 1",
      },
      [
        exactly(healthy.edge),
        exactly(healthy.greetRs),
        exactly(healthy.greetTs),
        /^services \(services\): test lint format typecheck build\nservices\/pyproject.toml:1:\d+: error: .*\nservices\/Cargo.toml: error: cannot be read: `members` must be a list of strings \[broken-manifest\]$/,
        exactly(healthy.web),
      ],
    ],
    [
      "a root that lists what is not there: its members go on",
      { "services/package.json": '{ "packageManager": "bun@1.4.5", "workspaces": ["web", "greet-ts", "gone"] }' },
      [
        ...[healthy.api, healthy.edge, healthy.greetPy, healthy.greetRs, healthy.greetTs].map(exactly),
        /^services \(services\): test lint format typecheck build\nservices\/package.json: error: lists the member `gone`, .*\n {2}fix: create it, or take `gone` out of the list$/,
        exactly(healthy.web),
      ],
    ],
    [
      "a directory with a package of another language: nothing of it passes",
      { "services/api/Cargo.toml": "[package", "services/Cargo.toml": '[workspace]\nmembers = ["edge", "api"]\n' },
      [
        /^api \(services\/api\): test lint format build\nservices\/api\/Cargo.toml:1:\d+: error: /,
        ...[healthy.edge, healthy.greetPy, healthy.greetRs, healthy.greetTs, healthy.web].map(exactly),
      ],
    ],
  ])("a broken file is a project of its own: %s", async (_what, changes, projects) => {
    expect(await describeProjects(changes)).toEqual(projects.map((pattern) => expect.stringMatching(pattern)));
  });
});

describe("in Nx itself", () => {
  let repository: NxRepository;

  beforeAll(() => {
    repository = nxRepository(
      {
        ...files,
        "nx.json": JSON.stringify({ plugins: ["@polystage/nx"], analytics: false, neverConnectToCloud: true }),
        "package.json": JSON.stringify({ private: true, devDependencies: { bun: "1.4.5", oxlint: "1.94.0" } }),
        "services/stray/pyproject.toml": "[broken",
        "services/edge/src/main.rs":
          'fn main() {\n    println!("pid {}", std::process::id());\n    std::thread::sleep(std::time::Duration::from_secs(60));\n}\n',
      },
      (unlocked) => lock(unlocked, "services", "cargo"),
    );
  });
  afterAll(() => repository[Symbol.dispose]());

  const targets = ["test", "lint", "format", "typecheck", "build"];
  const readGraph = () => {
    repository.runNx("graph", "--file=graph.json");
    const file = path.join(repository.root, "graph.json");
    return (JSON.parse(readFileSync(file, "utf8")) as { graph: ProjectGraph }).graph;
  };

  test("projects and edges, next to a stray broken file", () => {
    const { nodes, dependencies } = readGraph();
    const roots = Object.values(nodes).map(({ name, data }) => `${name}: ${data.root}`);
    expect(roots.toSorted()).toEqual([
      "api: services/api",
      "edge: services/edge",
      "greet-py: services/greet-py",
      "greet-rs: services/greet-rs",
      "greet-ts: services/greet-ts",
      "web: services/web",
    ]);
    const edges = Object.values(dependencies).flat();
    expect(edges.map(({ source, target }) => `${source} -> ${target}`).toSorted()).toEqual([
      "api -> greet-py",
      "edge -> greet-rs",
      "web -> greet-ts",
    ]);
  });

  test("edges follow a project that Nx has under another name", () => {
    repository.write({ "services/greet-rs/project.json": '{ "name": "renamed" }' });
    expect(readGraph().dependencies["edge"]).toEqual([{ source: "edge", target: "renamed", type: "static" }]);
    repository.exec(".", "rm", "services/greet-rs/project.json");
  });

  describe("a broken member", () => {
    const said =
      "services/web/package.json:1:10: error: cannot be read: not valid JSON: ColonExpected [broken-manifest]";
    beforeAll(() => repository.write({ "services/web/package.json": '{ "name" "web" }' }));
    afterAll(() => {
      repository.write({ "services/web/package.json": files["services/web/package.json"] ?? "" });
      repository.commit();
    });

    test("is a project that says so, beside the others", () => {
      const { status, text } = repository.runNx("show", "projects");
      expect({ status, projects: text.trim().split("\n").toSorted() }).toEqual({
        status: 0,
        projects: ["api", "edge", "greet-py", "greet-rs", "greet-ts", "web"],
      });
      expect(readGraph().nodes["web"]?.data.metadata?.description).toContain("Broken: services/web/package.json");
    });

    test("keeps no other project from its work", () => {
      expect(repository.runNx("test", "greet-rs", "--passWithNoTests").status).toBe(0);
    });

    test.each(["the first time", "the second"])("fails, whatever it is asked for: %s", () => {
      const { status, text } = repository.runNx("run-many", "-t", "test", "-p", "web,greet-rs", "--passWithNoTests");
      expect(status).toBe(1);
      expect(text.split(said)).toHaveLength(2);
    });

    test("is reached by every edit in its directory, and by no other", () => {
      repository.commit();
      const ofWeb = ["web:build", "web:format", "web:lint", "web:test", "web:typecheck"];
      repository.write({ "services/web/src/main.ts": "" });
      expect(repository.affectedTasks(...targets)).toEqual(ofWeb);
      repository.exec(".", "git", "checkout", "-q", ".");
      repository.write({ "services/edge/src/main.rs": "" });
      expect(repository.affectedTasks(...targets)).toEqual(["edge:build", "edge:format", "edge:lint", "edge:test"]);
      repository.exec(".", "git", "checkout", "-q", ".");
    });
  });

  test.each<[what: string, file: string, text: string, tasks: string[]]>([
    [
      "a library's sources reach its dependents, but not what only concerns the library",
      "services/greet-rs/src/lib.rs",
      "pub const ONE: u8 = 1;\n//\n",
      ["edge:build", "edge:lint", "edge:test", "greet-rs:build", "greet-rs:format", "greet-rs:lint", "greet-rs:test"],
    ],
    [
      "a library's tests do not",
      "services/greet-py/tests/test_greet.py",
      "",
      ["greet-py:format", "greet-py:lint", "greet-py:test"],
    ],
    [
      "one language's lock reaches that language",
      "services/bun.lock",
      "{}",
      ["greet-ts:build", "greet-ts:test", "web:build", "web:test", "web:typecheck"],
    ],
    ["the root's lock reaches nothing", "package-lock.json", '{ "lockfileVersion": 3, "packages": { "": {} } }', []],
    [
      "a tool's version reaches those who use it",
      "package.json",
      '{ "private": true, "devDependencies": { "bun": "1.4.5", "oxlint": "1.95.0" } }',
      ["greet-ts:lint", "web:lint"],
    ],
    ["a stray file reaches nothing", "services/stray/pyproject.toml", "[[", []],
    [
      "a manifest that breaks reaches what was made of it",
      "services/web/package.json",
      "{",
      ["web:build", "web:format", "web:lint", "web:test", "web:typecheck"],
    ],
    [
      "a workspace's root that breaks reaches its placeholder",
      "services/Cargo.toml",
      "[workspace",
      ["services:build", "services:format", "services:lint", "services:test"],
    ],
  ])("affected: %s", (_what, file, text, tasks) => {
    const existed = repository.exec(".", "git", "ls-files", file) !== "";
    repository.write({ [file]: text });
    expect(repository.affectedTasks(...targets)).toEqual(tasks);
    if (existed) repository.exec(".", "git", "checkout", "-q", file);
    else repository.exec(".", "rm", file);
  });

  test("a test passes through, and its result comes from the cache the second time", () => {
    expect(repository.runNx("test", "greet-rs").text).toContain("no test ran [no-tests]");
    expect(repository.runNx("test", "greet-rs", "--passWithNoTests").status).toBe(0);
    expect(repository.runNx("test", "greet-rs", "--passWithNoTests").text).toContain("1/1 hit");
  });

  test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)("%s to Nx leaves no process behind", async (signal) => {
    const { script, cwd, env } = repository.nx;
    const nxProcess = spawn(process.execPath, [script, "serve", "edge"], { cwd, env, stdio: "pipe" });
    let text = "";
    nxProcess.stdout.on("data", (chunk) => (text += String(chunk)));
    nxProcess.stderr.on("data", (chunk) => (text += String(chunk)));
    const started = Date.now();
    let pid = 0;
    while (pid === 0) {
      if (Date.now() - started > 30_000) throw new Error(`the service did not start: ${text}`);
      await sleep(20);
      pid = Number(/pid (\d+)/.exec(text)?.[1] ?? 0);
    }
    const ended = once(nxProcess, "exit");
    nxProcess.kill(signal);
    await ended;
    for (let tries = 0; tries < 80 && isAlive(pid); tries++) await sleep(50);
    expect(isAlive(pid)).toBe(false);
  });
});
