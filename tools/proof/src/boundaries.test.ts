import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nx } from "./ask-nx.ts";
import { root } from "./copy-repository.ts";

interface Graph {
  readonly nodes: Record<string, { data: { root: string } }>;
  readonly dependencies: Record<string, { target: string }[]>;
}

const graph = readGraph();
const rootOf = (name: string) => graph.nodes[name]?.data.root ?? "";
const edges = Object.entries(graph.dependencies).flatMap(([source, targets]) =>
  targets.filter(({ target }) => target in graph.nodes).map(({ target }) => `${rootOf(source)} -> ${rootOf(target)}`),
);

// First of all: a graph that came out empty would pass every rule below.
test("the graph holds edges known to exist, in each language", () => {
  expect(edges).toEqual(
    expect.arrayContaining([
      "libs/stage-plan -> libs/dockerfile",
      "apps/cli -> libs/git",
      "services/api -> services/libs/greeting-py",
      "services/web -> services/libs/greeting-ts",
      "services/edge -> services/libs/greeting-rs",
    ]),
  );
});

/** What each part of the house may depend on, besides itself; the first prefix that fits counts. */
const allowed: readonly (readonly [string, readonly string[]])[] = [
  ["libs/diagnostics", []],
  ["libs/dockerfile", ["libs/diagnostics"]],
  ["libs/git", ["libs/diagnostics"]],
  ["libs/stage-plan", ["libs/diagnostics", "libs/dockerfile"]],
  ["services/libs/", []],
  ["services/", ["services/libs/"]],
  ["tools/conformance", ["services/"]],
  ["tools/", ["libs/", "tools/", "apps/"]],
  // Its launcher has itself bundled.
  ["apps/", ["libs/", "tools/engine", "tools/bootstrap"]],
  ["docker", []],
];

test.each(edges.filter((edge) => !isWithin(edge)))("%s is allowed", (edge) => {
  const [source = "", target = ""] = edge.split(" -> ");
  const [, targets = []] = allowed.find(([prefix]) => source.startsWith(prefix)) ?? [];
  expect(targets.some((prefix) => target.startsWith(prefix))).toBe(true);
});

test("every project is under a rule", () => {
  const roots = Object.values(graph.nodes).map(({ data }) => data.root);
  expect(roots.length).toBeGreaterThan(12);
  expect(roots.filter((path) => !allowed.some(([prefix]) => path.startsWith(prefix)))).toEqual([]);
});

function isWithin(edge: string): boolean {
  const [source, target] = edge.split(" -> ");
  return source === target;
}

function readGraph(): Graph {
  const directory = mkdtempSync(join(tmpdir(), "polystage-graph-"));
  try {
    const file = join(directory, "graph.json");
    nx(root, "graph", "--file", file);
    return (JSON.parse(readFileSync(file, "utf8")) as { graph: Graph }).graph;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
