import type { PlanReport } from "../make-plan.ts";

/** Lines for $GITHUB_OUTPUT: `matrix`, a job per target, and `has-work`, for an empty matrix fails a workflow. */
export function formatGithubOutput({ targets }: PlanReport): string {
  const matrix = { include: targets.map((target) => ({ target })) };
  return `matrix=${JSON.stringify(matrix)}\nhas-work=${targets.length > 0}\n`;
}
