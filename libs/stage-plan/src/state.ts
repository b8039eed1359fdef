import type { Instruction } from "@polystage/dockerfile";

/** What the instructions of a stage have set so far. A stage built FROM it goes on from there. */
export interface State {
  /** What each ARG and ENV holds now; the last one wins, whichever it is. */
  readonly values: Map<string, string>;
  /** Every ARG and ENV with a value, in order: in effect when a command runs, and part of that step's key. */
  readonly variables: (readonly [string, string])[];
  /** The image's configuration by field. */
  readonly config: Map<string, unknown>;
  /** ONBUILD instructions, for the stages built FROM this one. */
  readonly triggers: Instruction[];
  workdir: string;
  user: string;
  shell: readonly string[];
  /** Whether this stage itself has a CMD: an ENTRYPOINT takes away an inherited one. */
  hasCommand: boolean;
}

export function initialState(): State {
  return {
    values: new Map(),
    variables: [],
    config: new Map(),
    triggers: [],
    workdir: "/",
    user: "",
    shell: ["/bin/sh", "-c"],
    hasCommand: false,
  };
}

/** The state that a stage starts with, and the instructions that its parent left it to run first. */
export function inheritState(parent: State): { state: State; triggers: readonly Instruction[] } {
  const state = {
    ...parent,
    values: new Map(parent.values),
    variables: [...parent.variables],
    config: new Map([...parent.config].filter(([field]) => !field.startsWith("ONBUILD"))),
    triggers: [],
    hasCommand: false,
  };
  return { state, triggers: parent.triggers };
}
