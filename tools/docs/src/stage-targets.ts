import { existsSync } from "node:fs";
import { join } from "node:path";
import { nameOf } from "@polystage/stage-plan";
import { root, type ThisBuild } from "./this-build.ts";

/** The command that asks Nx about every stage; it takes no patterns, so that each target is named. */
export function nameStageTargets({ dockerfile }: ThisBuild): string {
  const targets = dockerfile.stages.map(nameOf).filter((name) => !isService(name));
  return `\`\`\`sh\nnpx nx affected --base main --targets ${["image", ...targets].join(",")} --explain\n\`\`\`\n`;
}

/** A service's stage is its project's `image` target. */
function isService(stage: string): boolean {
  return existsSync(join(root, "services", stage));
}
