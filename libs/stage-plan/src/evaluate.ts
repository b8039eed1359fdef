import { createHash } from "node:crypto";
import type { Dockerfile, Instruction, SourceMatcher, Stage } from "@polystage/dockerfile";
import { performInstruction } from "./perform-instruction.ts";
import { inheritState, initialState, type State } from "./state.ts";

/** What a build is asked for besides the Dockerfile itself. */
export interface BuildOptions {
  readonly buildArgs: Readonly<Record<string, string>>;
  /** `os/arch[/variant]` of the target. */
  readonly platform: string;
}

/** What one instruction reads of the build context. */
export interface ContextRead {
  readonly sources: readonly string[];
  readonly matcher: SourceMatcher;
}

/** What an instruction does, before it is known what its files hold. */
export interface Action {
  /** Whether BuildKit runs something for it; otherwise it touches the image's configuration alone, or nothing. */
  readonly runs: boolean;
  /** What decides the step besides its parent and what it reads, after expansion: equal text, equal step. */
  readonly own: string;
  readonly reads: ContextRead | null;
  /** Indexes of the stages whose files it reads. */
  readonly upstreams: readonly number[];
  /** Why nobody can know from git whether it runs. */
  readonly unknown: string | null;
}

export interface Step extends Action {
  readonly instruction: Instruction;
  /** Key of the file system after the step. */
  readonly files: string;
}

export interface EvaluatedStage {
  readonly stage: Stage;
  /** FROM first. */
  readonly steps: readonly Step[];
  /** Key of the stage's file system: equal keys, equal layers. */
  readonly files: string;
  /** Key of the stage's image: its file system and its configuration. */
  readonly image: string;
}

/** What stands in a step's key for what it reads. */
export interface ContentKeys {
  readonly read: (read: ContextRead) => string;
  readonly unknown: (reason: string) => string;
}

export interface Scope {
  readonly dockerfile: Dockerfile;
  readonly options: BuildOptions;
  /** The value that each ARG before the first FROM has; null where it has none. */
  readonly globals: ReadonlyMap<string, string | null>;
  readonly stage: Stage;
  readonly state: State;
}

/**
 * Follows every stage as BuildKit does and gives each step the key that decides whether it is taken from the cache.
 * What goes into the keys was probed on BuildKit v0.32. In doubt a key holds more than BuildKit's: two steps with one key
 * are one step to BuildKit. Throws a DiagnosticError for what cannot be expanded.
 */
export function evaluate(dockerfile: Dockerfile, options: BuildOptions, keys: ContentKeys): EvaluatedStage[] {
  const globals = globalArguments(dockerfile, options);
  const evaluated: EvaluatedStage[] = [];
  const states: State[] = [];
  for (const stage of dockerfile.stages) {
    const parent = stage.baseStage === null ? undefined : states[stage.baseStage];
    const { state, triggers } = parent === undefined ? { state: initialState(), triggers: [] } : inheritState(parent);
    states.push(state);
    evaluated.push(evaluateStage({ dockerfile, options, globals, stage, state }, triggers, evaluated, keys));
  }
  return evaluated;
}

/** A stage's name, or its index where it has none. */
export function nameOf(stage: Stage): string {
  return stage.name ?? String(stage.index);
}

/** The value that each ARG before the first FROM has in this build; null where it has none. */
export function globalArguments(dockerfile: Dockerfile, options: BuildOptions): Map<string, string | null> {
  return new Map(
    dockerfile.globalArgs.map((argument) => [argument.name, options.buildArgs[argument.name] ?? argument.default]),
  );
}

function evaluateStage(
  scope: Scope,
  triggers: readonly Instruction[],
  evaluated: readonly EvaluatedStage[],
  keys: ContentKeys,
): EvaluatedStage {
  const { stage, options } = scope;
  const [from, ...instructions] = stage.instructions;
  if (from === undefined) throw new Error(`stage ${stage.index} has no FROM`);
  const filesOf = (index: number) => evaluated[index]?.files ?? "";
  const origin = JSON.stringify([stage.image, stage.platform ?? options.platform]);
  const start: Action = {
    runs: false,
    own: stage.baseStage === null ? origin : "stage",
    reads: null,
    upstreams: [],
    unknown: null,
  };
  let files = stage.baseStage === null ? hash(origin) : filesOf(stage.baseStage);
  const steps: Step[] = [{ instruction: from, ...start, files }];
  for (const instruction of [...triggers, ...instructions]) {
    const action = performInstruction(instruction, scope);
    if (action.runs) {
      files = hash(
        files,
        action.own,
        action.reads === null ? "" : keys.read(action.reads),
        action.unknown === null ? "" : keys.unknown(action.unknown),
        ...action.upstreams.map(filesOf),
      );
    }
    steps.push({ instruction, ...action, files });
  }
  const config = [...scope.state.config].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { stage, steps, files, image: hash(files, JSON.stringify(config)) };
}

function hash(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
