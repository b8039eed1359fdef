import type { PlannedStage } from "@polystage/stage-plan";
import type { PlanReport } from "../make-plan.ts";
import { summarize } from "./summary.ts";

const shownReasons = 3;

/**
 * The plan for a terminal: a line per stage with its first reasons, then what it comes to.
 *
 * @param width columns to keep to; null for as long as a line gets
 */
export function formatTable(report: PlanReport, width: number | null): string {
  const nameWidth = Math.max("stage".length, ...report.stages.map(({ name }) => name.length));
  const row = (name: string, verdict: string, why: string) =>
    `${cut(`${name.padEnd(nameWidth)}  ${verdict.padEnd("rebuild".length)}  ${why}`, width).trimEnd()}\n`;
  return [
    row("stage", "verdict", "why"),
    ...report.stages.flatMap((stage) => {
      const [first = "", ...others] = explain(stage);
      return [row(stage.name, stage.verdict, first), ...others.map((why) => row("", "", why))];
    }),
    "\n",
    `${summarize(report)}\n`,
  ].join("");
}

function explain({ reasons }: PlannedStage): string[] {
  const shown = reasons.slice(0, shownReasons).map(({ detail }) => detail);
  const more = reasons.length - shown.length;
  return more > 0 ? [...shown, `and ${more} more ${more === 1 ? "reason" : "reasons"} (--json lists all)`] : shown;
}

function cut(line: string, width: number | null): string {
  return width === null || line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
}
