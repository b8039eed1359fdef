import { DiagnosticError } from "@polystage/diagnostics";
import { ignoreFileNames, parseDockerfile, parseIgnore, type IgnoreRules } from "@polystage/dockerfile";
import { hasDirectory, readText, type Snapshot } from "@polystage/git";
import type { Build, BuildOptions } from "@polystage/stage-plan";
import type { Input, Option } from "./command.ts";
import { dockerfileFromContext, pathOfContext, type Location } from "./location.ts";

export const buildOptions: readonly Option[] = [
  {
    name: "build-arg",
    value: "NAME=VALUE",
    multiple: true,
    help: "as docker build takes it; NAME alone takes the environment's",
  },
  { name: "platform", value: "OS/ARCH", help: "the platform built for (default: linux/amd64)" },
];

/** Throws a DiagnosticError for a malformed value. */
export function readBuildOptions(
  input: Input,
  environment: Readonly<Record<string, string | undefined>>,
): BuildOptions {
  const buildArgs: Record<string, string> = {};
  for (const argument of input.values("build-arg")) {
    const equals = argument.indexOf("=");
    const name = equals < 0 ? argument : argument.slice(0, equals);
    if (name === "") throw malformed("build-arg", argument, "NAME=VALUE");
    const value = equals < 0 ? environment[name] : argument.slice(equals + 1);
    if (value !== undefined) buildArgs[name] = value;
  }
  const platform = input.value("platform") ?? "linux/amd64";
  if (!/^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9]+)?$/.test(platform)) throw malformed("platform", platform, "linux/arm64");
  return { buildArgs, platform };
}

export interface ReadBuild extends Build {
  readonly ignore: IgnoreRules;
}

/** Throws a DiagnosticError where there is no Dockerfile, or it or the ignore file is not one that BuildKit would take. */
export function readBuild(location: Location, snapshot: Snapshot, options: BuildOptions): ReadBuild {
  const { repository, dockerfile: path } = location;
  const text = readText(repository, snapshot, path);
  if (text === null) {
    throw new DiagnosticError({
      code: "no-dockerfile",
      severity: "error",
      file: path,
      message: snapshot === "working tree" ? "there is no such file" : `there is no such file at ${snapshot.commit}`,
      fix: "name the Dockerfile with --dockerfile",
    });
  }
  return {
    dockerfile: parseDockerfile(text, { file: path, ...options }),
    options,
    ignore: readIgnore(location, snapshot),
  };
}

/**
 * The first of the ignore files that exists, even an empty one; no rules where none does. Throws a DiagnosticError where
 * there is no such build context: nothing that changes would be in it.
 */
export function readIgnore(location: Location, snapshot: Snapshot): IgnoreRules {
  if (!hasDirectory(location.repository, snapshot, location.context)) {
    throw new DiagnosticError({
      code: "no-context",
      severity: "error",
      file: location.context,
      message: `there is no such directory${snapshot === "working tree" ? "" : ` at ${snapshot.commit}`}`,
      fix: "name the build context with --context",
    });
  }
  for (const name of ignoreFileNames(dockerfileFromContext(location))) {
    const path = pathOfContext(location, name);
    const text = readText(location.repository, snapshot, path);
    if (text !== null) return parseIgnore(text, path);
  }
  return parseIgnore("", ".dockerignore");
}

function malformed(option: string, value: string, example: string): DiagnosticError {
  return new DiagnosticError({
    code: "command-line",
    severity: "error",
    message: `--${option} ${value} cannot be read`,
    fix: `write it like --${option} ${example}`,
  });
}
