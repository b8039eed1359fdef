import type { Instruction } from "@polystage/dockerfile";

/** What the instructions of a stage have set so far. A stage built FROM it goes on from there. */
export interface State {
  readonly env: Map<string, string>;
  readonly args: Map<string, string>;
  /** Every ARG and ENV with a value, in order: in effect when a command runs, and part of that step's key. */
  readonly variables: (readonly [string, string])[];
  /** The image's configuration by field. */
  readonly config: Map<string, unknown>;
  /** ONBUILD instructions, for the stages built FROM this one. */
  readonly triggers: Instruction[];
  workdir: string;
  user: string;
  shell: readonly string[];
}

export function initialState(): State {
  return {
    env: new Map(),
    args: new Map(),
    variables: [],
    config: new Map(),
    triggers: [],
    workdir: "/",
    user: "",
    shell: ["/bin/sh", "-c"],
  };
}

/** The state that a stage starts with, and the instructions that its parent left it to run first. */
export function inheritState(parent: State): { state: State; triggers: readonly Instruction[] } {
  const state = {
    ...parent,
    env: new Map(parent.env),
    args: new Map(parent.args),
    variables: [...parent.variables],
    config: new Map([...parent.config].filter(([field]) => !field.startsWith("ONBUILD"))),
    triggers: [],
  };
  return { state, triggers: parent.triggers };
}
