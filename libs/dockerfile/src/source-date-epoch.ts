import type { Stage } from "./model.ts";
import { localSources } from "./sources.ts";
import { SyntaxProblem } from "./syntax-problem.ts";

/**
 * SOURCE_DATE_EPOCH is seconds since 1970, `context`, or a stage from scratch that does nothing but ADD one remote source.
 * Raises SyntaxProblem.
 */
export function checkSourceDateEpoch(value: string | undefined, stages: readonly Stage[]): void {
  if (value === undefined || value === "" || value === "context" || /^[-+]?\d{1,19}$/.test(value)) return;
  const stage = stages.find(({ name }) => name === value.toLowerCase());
  if (stage !== undefined && isRemoteSource(stage)) return;
  throw new SyntaxProblem(
    "invalid-source-date-epoch",
    `SOURCE_DATE_EPOCH is ${JSON.stringify(value)}.`,
    "Write seconds since 1970, context, or a stage from scratch with one ADD of a URL or git repository.",
  );
}

function isRemoteSource({ image, instructions }: Stage): boolean {
  const steps = instructions.slice(1).filter(({ keyword }) => keyword !== "ARG");
  const [add] = steps;
  if (image !== "scratch" || add?.keyword !== "ADD" || steps.length !== 1) return false;
  const { sources, remote } = localSources(add);
  // A variable can hold anything, a URL too.
  return sources.length + remote.length === 1 && sources.every((source) => source.includes("$"));
}
