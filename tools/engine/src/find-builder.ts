import { spawnSync } from "node:child_process";

export interface Builder {
  /** What was found: a builder named by BUILDX_BUILDER, the one `docker buildx` uses, or a BuildKit daemon of its own. */
  readonly kind: "BUILDX_BUILDER" | "docker buildx" | "buildkitd";
  readonly name: string;
}

/** Runs a program and tells its exit code and standard output; the code is null where it is not installed or hangs. */
export type Probe = (program: string, args: readonly string[]) => { exitCode: number | null; stdout: string };

const timeoutMs = 3_000;

const probeMachine: Probe = (program, args) => {
  const result = spawnSync(program, args, { encoding: "utf8", timeout: timeoutMs });
  return { exitCode: result.status, stdout: result.stdout ?? "" };
};

/**
 * The builder that would be used, or null where this machine has none: BUILDX_BUILDER, then `docker buildx` with a live
 * daemon, then the daemon that BUILDKIT_HOST names. Starts nothing.
 */
export function findBuilder(
  environment: Readonly<Record<string, string | undefined>>,
  probe: Probe = probeMachine,
): Builder | null {
  const named = environment["BUILDX_BUILDER"];
  if (named !== undefined && named !== "") {
    return probe("docker", ["buildx", "inspect", named]).exitCode === 0
      ? { kind: "BUILDX_BUILDER", name: named }
      : null;
  }
  const docker = probe("docker", ["version", "--format", "{{.Server.Version}}"]);
  if (docker.exitCode === 0) {
    const inspected = probe("docker", ["buildx", "inspect"]);
    const name = /^Name:\s*(\S+)/m.exec(inspected.stdout)?.[1];
    if (inspected.exitCode === 0) return { kind: "docker buildx", name: name ?? "default" };
  }
  const host = environment["BUILDKIT_HOST"];
  if (host !== undefined && host !== "" && probe("buildctl", ["--addr", host, "debug", "workers"]).exitCode === 0) {
    return { kind: "buildkitd", name: host };
  }
  return null;
}
