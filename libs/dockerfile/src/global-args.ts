import { expandWord, type Lookup } from "./expand.ts";
import type { GlobalArg, Instruction } from "./model.ts";
import { formatPlatform, type Platform } from "./platform.ts";
import { locate, SyntaxProblem } from "./syntax-problem.ts";
import { readAssignment } from "./words.ts";

export type BuildArgs = Readonly<Record<string, string>>;

interface GlobalScope {
  readonly globalArgs: readonly GlobalArg[];
  /** Finds a name in FROM, and the value that a stage's bare `ARG NAME` takes over. */
  readonly lookup: Lookup;
}

/** The ARGs that every FROM can use unasked. */
export function predefinedArgs(target: Platform, build: Platform, targetStage: string): Map<string, string> {
  return new Map([
    ["BUILDPLATFORM", formatPlatform(build)],
    ["BUILDOS", build.os],
    ["BUILDOSVERSION", build.osVersion],
    ["BUILDARCH", build.architecture],
    ["BUILDVARIANT", build.variant],
    ["TARGETPLATFORM", formatPlatform(target)],
    ["TARGETOS", target.os],
    ["TARGETOSVERSION", target.osVersion],
    ["TARGETARCH", target.architecture],
    ["TARGETVARIANT", target.variant],
    ["TARGETSTAGE", targetStage],
  ]);
}

/** Reads the ARGs before the first FROM on top of `predefined`. Raises DiagnosticError for what cannot be expanded. */
export function readGlobalArgs(
  instructions: readonly Instruction[],
  predefined: ReadonlyMap<string, string>,
  buildArgs: BuildArgs,
  { file, escape }: { file: string; escape: "\\" | "`" },
): GlobalScope {
  const values = new Map(predefined);
  for (const name of predefined.keys()) {
    const override = ownValue(buildArgs, name);
    if (override !== undefined) values.set(name, override);
  }
  const lookup: Lookup = (name) => values.get(name);
  const globalArgs: GlobalArg[] = [];

  for (const { words, startLine: line } of instructions) {
    for (const { name, value } of words.map(readAssignment)) {
      const override = ownValue(buildArgs, name);
      const standard = value === null ? null : expandDefault(value, override !== undefined, line);
      globalArgs.push({ name, default: standard, line });
      const effective = override ?? standard;
      if (effective !== null) values.set(name, effective);
    }
  }
  return { globalArgs, lookup };

  function expandDefault(value: string, isOverridden: boolean, line: number): string {
    return locate({ file, line }, () => {
      try {
        return expandWord(value, lookup, escape);
      } catch (error) {
        // A default that a build argument replaces is never expanded.
        if (isOverridden && error instanceof SyntaxProblem) return value;
        throw error;
      }
    });
  }
}

/** Of an argument that was given; not what every object has by nature, such as `constructor`. */
export function ownValue(record: BuildArgs, name: string): string | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
