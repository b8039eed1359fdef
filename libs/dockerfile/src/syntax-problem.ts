import { type Diagnostic, DiagnosticError } from "@polystage/diagnostics";

/** What is wrong with a piece of text whose place its reader does not know; `locate` makes a DiagnosticError of it. */
export class SyntaxProblem extends Error {
  override readonly name = "SyntaxProblem";
  readonly code: string;
  readonly fix: string;
  readonly why: string | undefined;

  constructor(code: string, message: string, fix: string, why?: string) {
    super(message);
    this.code = code;
    this.fix = fix;
    this.why = why;
  }
}

export interface Place {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** Runs `read`; a SyntaxProblem it throws becomes a DiagnosticError at `place`. */
export function locate<T>(place: Place, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    const { code, message, fix, why } = error;
    const diagnostic: Diagnostic = { code, severity: "error", file: place.file, line: place.line, message, fix };
    throw new DiagnosticError(why === undefined ? diagnostic : { ...diagnostic, why });
  }
}
