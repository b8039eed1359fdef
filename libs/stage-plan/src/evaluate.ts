import { createHash } from "node:crypto";
import { ownValue, type Dockerfile, type Instruction, type Stage } from "@polystage/dockerfile";
import type { Action, BuildOptions, ContextRead, Scope } from "./action.ts";
import { performInstruction } from "./perform-instruction.ts";
import { inheritState, initialState, type State } from "./state.ts";

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
  const values = new Map<string, string | null>();
  for (const { name, default: standard } of dockerfile.globalArgs) {
    // A bare ARG takes nothing away.
    values.set(name, ownValue(options.buildArgs, name) ?? standard ?? values.get(name) ?? null);
  }
  return values;
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
  const { dockerfile, globals } = scope;
  // The frontend may read the same text in another way, and the epoch is in every timestamp that BuildKit writes.
  const epoch = options.buildArgs["SOURCE_DATE_EPOCH"] ?? globals.get("SOURCE_DATE_EPOCH") ?? null;
  const origin = JSON.stringify([stage.image, stage.platform ?? options.platform, dockerfile.syntax, epoch]);
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
  const fields = [...scope.state.config];
  // The order of the environment is in the image; that of other fields is not.
  const environment = fields.flatMap(([field]) => (field.startsWith("ENV ") ? field : []));
  const config = JSON.stringify([environment, fields.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
  return { stage, steps, files, image: hash(files, config) };
}

function hash(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
