import { run } from "./main.ts";

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process and keeps what it prints, for tests. */
export function runCommand(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Ran {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const exitCode = run(args, {
    out: (text) => stdout.push(text),
    error: (text) => stderr.push(text),
    width: null,
    environment,
  });
  return { exitCode, stdout: stdout.join(""), stderr: stderr.join("") };
}
