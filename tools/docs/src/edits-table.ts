import { planStages, selectContextChanges } from "@polystage/stage-plan";
import type { ThisBuild } from "./this-build.ts";

/** One path for each kind of edit that people make. */
export const edits: readonly (readonly [string, string])[] = [
  ["a Python source", "services/api/src/api/app.py"],
  ["the shared Python library", "services/libs/greeting-py/src/greeting/__init__.py"],
  ["a Python test", "services/api/tests/test_app.py"],
  ["a TypeScript source", "services/web/src/app.ts"],
  ["the shared TypeScript library", "services/libs/greeting-ts/src/index.ts"],
  ["a Rust source", "services/edge/src/main.rs"],
  ["the shared Rust library", "services/libs/greeting-rs/src/lib.rs"],
  ["a Python dependency", "services/uv.lock"],
  ["a TypeScript dependency", "services/bun.lock"],
  ["a Rust dependency", "services/Cargo.lock"],
  ["a README", "services/README.md"],
  ["the root package-lock.json", "package-lock.json"],
  ["Polystage itself", "libs/stage-plan/src/plan.ts"],
];

/** What the plan says of each kind of edit. */
export function tabulateEdits(build: ThisBuild): string {
  const rows = edits.map(([what, path]) => {
    const change = { path, status: "modified", type: "file" } as const;
    const { stages } = planStages(
      build,
      build,
      selectContextChanges([change], build.ignore, build.ignore, () => []),
    );
    const rebuilt = stages.filter(({ verdict }) => verdict === "rebuild").map(({ name }) => `\`${name}\``);
    return `| ${what} (\`${path}\`) | ${rebuilt.length === 0 ? "nothing" : rebuilt.join(", ")} |\n`;
  });
  return `| an edit of | rebuilds |\n|---|---|\n${rows.join("")}`;
}
