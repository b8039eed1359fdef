import { nameOf } from "@polystage/stage-plan";
import type { ThisBuild } from "./this-build.ts";

/** Services whose stage is their project's `image` target. */
const services = new Set(["api", "web", "edge"]);

/** The command that asks Nx about every stage; it takes no patterns, so that each target is named. */
export function nameStageTargets({ dockerfile }: ThisBuild): string {
  const targets = dockerfile.stages.map(nameOf).filter((name) => !services.has(name));
  return `\`\`\`sh\nnpx nx affected --base main --targets ${["image", ...targets].join(",")} --explain\n\`\`\`\n`;
}
