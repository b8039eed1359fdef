import type { BuildOptions } from "@polystage/stage-plan";
import type { PlanReport } from "../make-plan.ts";

/**
 * A bake file whose default group is what the plan rebuilds: `docker buildx bake --file FILE`, run at the repository's root.
 * https://docs.docker.com/build/bake/reference/
 */
export function formatBake({ targets, context }: PlanReport, dockerfile: string, { buildArgs }: BuildOptions): string {
  const target = Object.fromEntries(
    targets.map((name) => [targetName(name), { context, dockerfile, target: name, args: buildArgs }]),
  );
  return `${JSON.stringify({ group: { default: { targets: targets.map(targetName) } }, target }, null, 2)}\n`;
}

/** Bake allows no dot in a target's name; stages may have one. A name that is an index needs a letter before it. */
function targetName(stage: string): string {
  return stage.replaceAll(".", "_").replace(/^(?=\d)/, "stage-");
}
