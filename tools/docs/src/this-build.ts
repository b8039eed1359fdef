import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseDockerfile, parseIgnore, type IgnoreRules } from "@polystage/dockerfile";
import type { Build } from "@polystage/stage-plan";

export const root = fileURLToPath(new URL("../../..", import.meta.url));

export interface ThisBuild extends Build {
  readonly ignore: IgnoreRules;
}

/** This repository's own Dockerfile and ignore file. */
export function readThisBuild(): ThisBuild {
  const read = (name: string) => readFileSync(join(root, name), "utf8");
  return {
    dockerfile: parseDockerfile(read("Dockerfile"), { file: "Dockerfile" }),
    options: { buildArgs: {}, platform: "linux/amd64" },
    ignore: parseIgnore(read(".dockerignore"), ".dockerignore"),
  };
}
