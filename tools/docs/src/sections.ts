/** The documents with generated parts, and what makes each part. A part stands between `<!-- NAME -->` and `<!-- /NAME -->`. */
import { drawStageGraph } from "./stage-graph.ts";
import { tabulateEdits } from "./edits-table.ts";
import { nameStageTargets } from "./stage-targets.ts";
import type { ThisBuild } from "./this-build.ts";

const sections: Readonly<Record<string, (build: ThisBuild) => string>> = {
  "stage-graph": drawStageGraph,
  "edits-table": tabulateEdits,
  "stage-targets": nameStageTargets,
};

/** The document with every part made anew. Throws where a part is missing. */
export function renewSections(document: string, build: ThisBuild): string {
  return Object.entries(sections).reduce((text, [name, make]) => {
    const [open, close] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
    const from = text.indexOf(open);
    const to = text.indexOf(close);
    if (from < 0 || to < from) throw new Error(`the document has no ${open.trim()} ... ${close}`);
    return text.slice(0, from + open.length) + make(build) + text.slice(to);
  }, document);
}
