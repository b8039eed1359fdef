import type { PlanReport } from "../make-plan.ts";
import { summarize } from "./summary.ts";

/** The plan as a GitHub-flavoured Markdown table, all reasons included. */
export function formatMarkdown(report: PlanReport): string {
  const rows = report.stages.map(({ name, verdict, reasons }) => {
    const why = reasons.map(({ detail }) => escapeCell(detail)).join("<br>");
    return `| ${escapeCell(name)} | ${verdict === "rebuild" ? "**rebuild**" : "reuse"} | ${why} |`;
  });
  return ["| stage | verdict | why |", "|---|---|---|", ...rows, "", `${escapeCell(summarize(report))}.`, ""].join(
    "\n",
  );
}

function escapeCell(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/[\\|`*_[\]]/g, String.raw`\$&`)
    .replaceAll(/\r?\n/g, " ");
}
