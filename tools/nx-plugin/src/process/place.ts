import path from "node:path";
import type { ExecutorContext } from "@nx/devkit";

/** Where a command runs, and with what around it. */
export interface Place {
  /** The repository's root, absolute. */
  readonly root: string;
  /** The project's directory, absolute. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether whoever reads the output sees colours. */
  readonly color: boolean;
}

export function placeOf({ root, projectName, projectsConfigurations }: ExecutorContext): Place {
  const project = projectsConfigurations.projects[projectName ?? ""];
  if (project === undefined) throw new Error(`the executor was started for no project: ${projectName}`);
  return {
    root,
    directory: path.join(root, project.root),
    env: process.env,
    color: showsColor(process.env, process.stdout.isTTY),
  };
}

/** https://no-color.org and https://force-color.org; Nx sets FORCE_COLOR for the processes that run executors. */
export function showsColor(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  const forced = env["FORCE_COLOR"];
  return forced === undefined ? isTerminal : forced !== "0" && forced !== "false";
}
