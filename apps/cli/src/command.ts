import type { Streams } from "./streams.ts";

/** One option of a command: `--name`, with a value unless it is a flag. */
export interface Option {
  readonly name: string;
  /** What stands for the value in the help; absent for a flag. */
  readonly value?: string;
  readonly multiple?: true;
  readonly help: string;
}

export interface Input {
  readonly positional: string | null;
  readonly flag: (name: string) => boolean;
  /** The last value given, or null. */
  readonly value: (name: string) => string | null;
  readonly values: (name: string) => readonly string[];
}

export interface Command {
  /** The words that call it: `plan`, `engine status`. */
  readonly name: string;
  readonly summary: string;
  readonly positional?: string;
  readonly options: readonly Option[];
  readonly examples: readonly string[];
  /** Returns the exit code. Throws a DiagnosticError for what the user did wrong. */
  readonly run: (input: Input, streams: Streams) => number;
}
