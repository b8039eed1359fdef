import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ScratchRepository } from "@polystage/git/scratch-repository";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nx } from "./ask-nx.ts";
import { changes, type ChangeCase } from "./changes.ts";
import { copyRepository, root } from "./copy-repository.ts";

let copy: ScratchRepository;
let base: string;

beforeAll(() => {
  copy = copyRepository();
  base = copy.git("rev-parse", "HEAD");
});

afterAll(() => copy.dispose());

interface PlanReport {
  readonly stages: {
    readonly name: string;
    readonly verdict: string;
    readonly firstStep: unknown;
    readonly reasons: { kind: string; path: string | null; line: number | null; stage: string | null }[];
  }[];
}

/** Every target that is a stage, as people name them all. */
function stageTargets(): string[] {
  const lock = JSON.parse(readFileSync(join(copy.directory, "docker/stages.json"), "utf8")) as object;
  return Object.keys(lock);
}

describe.each(changes)("$change", (row: ChangeCase) => {
  let head: string;

  beforeAll(() => {
    copy.git("checkout", "--quiet", "--force", "--detach", base);
    copy.git("clean", "--quiet", "--force", "-d");
    row.make(copy);
    // What anyone does after an edit of the Dockerfile, and CI insists on.
    if (copy.git("status", "--porcelain", "Dockerfile", ".dockerignore") !== "") nx(copy.directory, "sync");
    copy.commit(row.change);
    head = copy.git("rev-parse", "HEAD");
  });

  test("the plan", () => {
    const report = plan("--base", base, "--head", head);
    const rebuilt = report.stages.filter(({ verdict }) => verdict === "rebuild");
    const found = rebuilt.map(({ name, reasons }) => [
      name,
      reasons.map(({ kind, path, stage }) => (kind === "upstream" ? `upstream ${stage}` : `${kind} ${path}`)),
    ]);
    expect(Object.fromEntries(found)).toEqual(row.rebuilt);
  });

  test("Nx selects the same", () => {
    const more = row.nxSelectsMore?.stages ?? [];
    expect(selectedByNx(head)).toEqual([...Object.keys(row.rebuilt), ...more].toSorted());
  });
});

test("on a branch that main has left behind, Nx asks from where it branched; so does the plan, when told to", () => {
  const edit = (path: string) => copy.write(path, "# changed\n");
  copy.git("checkout", "--quiet", "--force", "-B", "trunk", base);
  copy.git("clean", "--quiet", "--force", "-d");
  edit("services/api/src/api/app.py");
  copy.commit("on trunk");
  copy.git("checkout", "--quiet", "-B", "branch", base);
  edit("services/web/test/app.test.ts");
  const head = copy.commit("on the branch");
  const rebuilt = (from: string) =>
    plan("--base", from, "--head", head)
      .stages.filter(({ verdict }) => verdict === "rebuild")
      .map(({ name }) => name);
  expect(selectedByNx(head, "trunk")).toEqual(["web-test"]);
  expect(rebuilt(copy.git("merge-base", "trunk", head))).toEqual(["web-test"]);
  // What trunk's own build left in the cache is of another api.
  expect(rebuilt("trunk")).toEqual(["api-build", "api-test", "api", "web-test"]);
});

function plan(...args: string[]): PlanReport {
  const command = join(root, "apps/cli/bin/polystage.js");
  return JSON.parse(
    execFileSync(process.execPath, [command, "plan", "--json", "--repo", copy.directory, ...args], {
      encoding: "utf8",
    }),
  ) as PlanReport;
}

function selectedByNx(head: string, from: string = base): string[] {
  const stages = stageTargets();
  const targets = ["image", ...stages].join(",");
  const output = nx(
    copy.directory,
    "affected",
    "--base",
    from,
    "--head",
    head,
    "--targets",
    targets,
    "--explain=stdout",
  );
  return readExplanation(output, new Set(stages));
}

function readExplanation(output: string, stages: ReadonlySet<string>): string[] {
  const explained = JSON.parse(output) as { affected: Record<string, unknown> };
  return Object.keys(explained.affected)
    .map((id) => id.split(":"))
    .map(([project = "", target = ""]) => (target === "image" ? project : target))
    .filter((stage) => stages.has(stage))
    .toSorted();
}
