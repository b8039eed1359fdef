import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "./copy-repository.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");

test(".env holds the switch of task-level affected and nothing else", () => {
  expect(read(".env")).toBe("NX_LEGACY_AFFECTED=false\n");
});

test("the tools that the images and the host use are of one version", () => {
  const dockerfile = read("Dockerfile");
  const manifest = JSON.parse(read("package.json")) as { devDependencies: Record<string, string> };
  expect(dockerfile).toContain(`ARG BUN_VERSION=${manifest.devDependencies["bun"]}\n`);
  const uv = /^uv==(\S+)$/m.exec(read("tools/bootstrap/requirements.txt"))?.[1];
  expect(dockerfile).toContain(`ARG UV_VERSION=${uv}\n`);
});

test("every Nx package is of one version", () => {
  const lock = JSON.parse(read("package-lock.json")) as { packages: Record<string, { version?: string }> };
  const versions = Object.entries(lock.packages)
    .filter(([path]) => /(^|\/)node_modules\/(nx|@nx\/(devkit|js|workspace))$/.test(path))
    .map(([path, { version }]) => `${path} ${version}`);
  expect(versions.toSorted()).toEqual([
    "node_modules/@nx/devkit 23.3.1",
    "node_modules/@nx/js 23.3.1",
    "node_modules/@nx/workspace 23.3.1",
    "node_modules/nx 23.3.1",
  ]);
});

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Record<
    string,
    { permissions: unknown; "timeout-minutes": number; steps: { uses?: string; run?: string }[] }
  >;
}

test("the workflow pins its actions, grants nothing by default and runs what people run", () => {
  const workflow = parse(read(".github/workflows/ci.yml")) as Workflow;
  expect(workflow.permissions).toEqual({});
  const jobs = Object.values(workflow.jobs);
  expect(jobs.length).toBeGreaterThan(0);
  for (const { permissions, "timeout-minutes": timeout, steps } of jobs) {
    expect(permissions).toBeDefined();
    expect(timeout).toBeGreaterThan(0);
    expect(steps.length).toBeGreaterThan(0);
  }
  const steps = jobs.flatMap((job) => job.steps);
  const actions = steps.flatMap(({ uses }) => uses ?? []);
  expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
  const runs = steps.flatMap(({ run }) => run ?? []);
  expect(runs.filter((run) => run.trim().includes("\n"))).toEqual([]);
  expect(runs.some((run) => run.startsWith("npm start -- --base"))).toBe(true);
  expect(runs.some((run) => run.startsWith("npm test -- --affected"))).toBe(true);
});
