import { appendFileSync } from "node:fs";
import { DiagnosticError, formatDiagnostic } from "@polystage/diagnostics";
import { chooseRevisions } from "../choose-revisions.ts";
import type { Command } from "../command.ts";
import { formatBake } from "../formats/bake.ts";
import { formatGithubOutput } from "../formats/github.ts";
import { formatMarkdown } from "../formats/markdown.ts";
import { formatTable } from "../formats/table.ts";
import { dockerfileFromContext, locate, locationOptions } from "../location.ts";
import { makePlan } from "../make-plan.ts";
import { buildOptions, readBuildOptions } from "../read-build.ts";
import type { Streams } from "../streams.ts";

const formats = ["table", "json", "markdown", "github", "bake"] as const;
type Format = (typeof formats)[number];

export const plan: Command = {
  name: "plan",
  summary: "which stages a change rebuilds, and why",
  options: [
    { name: "base", value: "REV", help: "what was built before (default: the parent of the head)" },
    { name: "head", value: "REV", help: "what is to be built (default: the working tree)" },
    ...locationOptions,
    ...buildOptions,
    { name: "format", value: "FORMAT", help: `one of ${formats.join(", ")} (default: table)` },
    { name: "json", help: "the same as --format json" },
    { name: "fingerprints", help: "a hash per stage of all that decides its image, in the JSON" },
  ],
  examples: [
    "polystage plan                              what the uncommitted changes rebuild",
    "polystage plan --head HEAD                  what the last commit rebuilds",
    "polystage plan --base main --head HEAD --json",
    "polystage plan --base main --format bake > plan.json && docker buildx bake --file plan.json",
  ],
  run: (input, streams) => {
    const format = chooseFormat(input.flag("json") ? "json" : input.value("format"));
    const location = locate(input);
    const options = readBuildOptions(input, streams.environment);
    const revisions = chooseRevisions(location.repository, input.value("base"), input.value("head"));
    const { report, warnings } = makePlan(location, revisions, options, input.flag("fingerprints"));
    for (const warning of warnings) streams.error(`${formatDiagnostic(warning)}\n`);
    switch (format) {
      case "json":
        streams.out(`${JSON.stringify(report, null, 2)}\n`);
        break;
      case "bake":
        streams.out(formatBake(report, dockerfileFromContext(location), options));
        break;
      case "markdown":
        streams.out(formatMarkdown(report));
        break;
      case "github":
        writeGithub(streams, "GITHUB_OUTPUT", formatGithubOutput(report));
        writeGithub(streams, "GITHUB_STEP_SUMMARY", formatMarkdown(report));
        break;
      case "table":
        streams.out(formatTable(report, streams.width));
    }
    return 0;
  },
};

function chooseFormat(name: string | null): Format {
  if (name === null) return "table";
  const found = formats.find((format) => format === name);
  if (found !== undefined) return found;
  throw new DiagnosticError({
    code: "command-line",
    severity: "error",
    message: `there is no format \`${name}\``,
    fix: `one of: ${formats.join(", ")}`,
  });
}

/** To the file that the runner names; to standard output where this is not a runner. */
function writeGithub({ environment, out }: Streams, variable: string, text: string): void {
  const file = environment[variable];
  if (file === undefined || file === "") {
    out(text);
    return;
  }
  try {
    appendFileSync(file, text);
  } catch (error) {
    throw new DiagnosticError({
      code: "unwritable-output",
      severity: "error",
      file,
      message: `${variable} names a file that cannot be written (${(error as NodeJS.ErrnoException).code})`,
      fix: `unset ${variable} to have the output here`,
    });
  }
}
