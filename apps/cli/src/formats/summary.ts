import type { PlanReport } from "../make-plan.ts";

/** What the plan comes to, in a sentence. */
export function summarize({ stages, targets, base, head }: PlanReport): string {
  const rebuilt = stages.filter(({ verdict }) => verdict === "rebuild").length;
  const range = `${base === null ? "nothing" : base.slice(0, 9)}..${head.length === 40 ? head.slice(0, 9) : head}`;
  const work = rebuilt === 0 ? "nothing to build" : `build ${targets.join(", ")}`;
  return `${rebuilt} of ${stages.length} stages rebuilt by ${range}: ${work}`;
}
