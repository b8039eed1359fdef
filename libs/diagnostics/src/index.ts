/**
 * One finding about something a user wrote. A user's mistake is a diagnostic; a bug of ours throws a plain Error.
 */
export interface Diagnostic {
  /** Kebab-case words, stable across releases: other people's scripts match on it. */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** As the user named it, or relative to the directory they named. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** Why it is wrong, where that is not evident from the message. */
  readonly why?: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** Carries diagnostics out of a function that cannot go on. Caught once, by the command, which prints them and exits 2. */
export class DiagnosticError extends Error {
  override readonly name = "DiagnosticError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(...diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(formatDiagnostic).join("\n"));
    this.diagnostics = diagnostics;
  }
}

/** The text a person reads: `file:line:column: severity: message [code]`, then why and fix on lines of their own. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, column, severity, message, code, why, fix } = diagnostic;
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  const lines = [`${place === "" ? "" : `${place}: `}${severity}: ${message} [${code}]`];
  if (why !== undefined) lines.push(`  why: ${why}`);
  if (fix !== undefined) lines.push(`  fix: ${fix}`);
  return lines.join("\n");
}
