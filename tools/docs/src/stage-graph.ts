import { listStageReads } from "@polystage/stage-plan";
import type { ThisBuild } from "./this-build.ts";

/** The stages as a Mermaid graph, an arrow from each to those built of it. */
export function drawStageGraph({ dockerfile, options }: ThisBuild): string {
  const edges = listStageReads(dockerfile, options).flatMap(({ name, upstreams }) =>
    upstreams.map((upstream) => `  ${upstream} --> ${name}\n`),
  );
  return `\`\`\`mermaid\ngraph LR\n${edges.join("")}\`\`\`\n`;
}
