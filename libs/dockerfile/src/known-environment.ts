import { expand, type ExpandOptions, type Lookup } from "./expand.ts";
import { type BuildArgs, ownValue } from "./global-args.ts";
import type { Instruction } from "./model.ts";
import { splitAssignments } from "./assignments.ts";
import { SyntaxProblem } from "./syntax-problem.ts";

const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const NO_ENVIRONMENT = new Set(["BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"]);

/**
 * The variables of a stage as far as the Dockerfile tells: what its base image sets is not known, so that neither a value
 * with an unset variable in it nor a complaint about one can be relied on.
 */
export interface KnownEnvironment {
  /** Null where the base image may have a say in the value. Raises SyntaxProblem for what no value could mend. */
  expand(word: string, options?: Pick<ExpandOptions, "escape" | "plainQuotes">): string | null;
  /** The same, split into words. */
  expandWords(word: string): readonly string[] | null;
  /** Sets what an ARG or ENV sets. */
  assign(instruction: Instruction): void;
  /** For a stage that goes on from here. */
  fork(): KnownEnvironment;
}

export interface EnvironmentOptions {
  readonly escape: "\\" | "`";
  readonly buildArgs: BuildArgs;
  readonly globals: Lookup;
  /** Whether the stage starts from scratch, where nothing is set. */
  readonly isEmpty: boolean;
}

export function createKnownEnvironment(options: EnvironmentOptions): KnownEnvironment {
  return fromValues(new Map([["PATH", options.isEmpty ? DEFAULT_PATH : null]]), new Set(), options);
}

/** A null value is one that is not known. `declared` are names that a bare ARG leaves unset. */
function fromValues(
  values: Map<string, string | null>,
  declared: Set<string>,
  options: EnvironmentOptions,
): KnownEnvironment {
  const { escape, buildArgs, globals, isEmpty } = options;
  return {
    expand: (word, expandOptions) => read(word, expandOptions)?.value ?? null,
    expandWords: (word) => read(word)?.words ?? null,
    assign: (instruction) => {
      if (instruction.keyword === "ARG") declare(instruction);
      else setAll(instruction);
    },
    fork: () => fromValues(new Map(values), new Set(declared), options),
  };

  function isOpen(name: string): boolean {
    return values.get(name) === null || (!values.has(name) && !isEmpty && !declared.has(name));
  }

  function read(word: string, expandOptions: Pick<ExpandOptions, "escape" | "plainQuotes"> = { escape }) {
    let last = "";
    const lookup: Lookup = (name) => {
      last = name;
      return values.get(name) ?? undefined;
    };
    try {
      const expansion = expand(word, lookup, expandOptions);
      return expansion.unset.some(isOpen) ? null : expansion;
    } catch (error) {
      if (error instanceof SyntaxProblem && error.code === "unset-variable" && isOpen(last)) return null;
      throw error;
    }
  }

  function declare(instruction: Instruction): void {
    for (const { name, value } of splitAssignments(instruction)) {
      const override = ownValue(buildArgs, name);
      const isBare = value === null && override === undefined;
      const result = override ?? (value === null ? globals(name) : (read(value)?.value ?? null));
      if (isBare && result === undefined) declared.add(name);
      if (result !== undefined && !NO_ENVIRONMENT.has(name)) values.set(name, result);
    }
  }

  function setAll(instruction: Instruction): void {
    const pairs = splitAssignments(instruction).map(({ name, value }) => ({
      name: read(name)?.value,
      value: read(value ?? "")?.value ?? null,
    }));
    if (instruction.keyword !== "ENV") return;
    for (const { name, value } of pairs) if (name !== undefined) values.set(name, value);
  }
}
