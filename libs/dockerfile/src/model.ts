/**
 * A Dockerfile as BuildKit reads it: https://docs.docker.com/reference/dockerfile/
 * Lines are 1-based and inclusive. Text is as written unless a field says otherwise.
 */
export interface Dockerfile {
  /** As the user named it; used in diagnostics. */
  readonly file: string;
  /** The `escape` parser directive. */
  readonly escape: "\\" | "`";
  /** The `syntax` parser directive. */
  readonly syntax: string | null;
  /** Every ARG before the first FROM, in order. */
  readonly globalArgs: readonly GlobalArg[];
  /** At least one. */
  readonly stages: readonly Stage[];
}

export interface GlobalArg {
  readonly name: string;
  /** Expanded with the arguments before it; null for a bare `ARG NAME`. */
  readonly default: string | null;
  readonly line: number;
}

export interface Stage {
  /** Lower-cased, as BuildKit keeps it; null for a stage without `AS`. */
  readonly name: string | null;
  /** 0-based position among the stages. */
  readonly index: number;
  /** The FROM reference as written. */
  readonly base: string;
  /** The FROM reference with its arguments expanded. */
  readonly image: string;
  /** Index of the earlier stage that FROM names; null where it is an image or scratch. */
  readonly baseStage: number | null;
  /** The `--platform` of FROM, expanded. */
  readonly platform: string | null;
  readonly startLine: number;
  /** Last line of the stage's last instruction. */
  readonly endLine: number;
  /** Every instruction of the stage, FROM first. */
  readonly instructions: readonly Instruction[];
}

export interface Instruction {
  /** Upper-cased. */
  readonly keyword: string;
  readonly startLine: number;
  readonly endLine: number;
  /** As written, quotes removed: `--mount=type=cache,target=/x`. */
  readonly flags: readonly string[];
  /** What follows keyword and flags: continuations joined, comment lines and heredoc bodies left out, not expanded. */
  readonly text: string;
  /** The words of `text`: of the JSON form where `json`, otherwise split as this keyword's are. Not expanded. */
  readonly words: readonly string[];
  /** Whether `text` is the JSON (exec) form. */
  readonly json: boolean;
  readonly heredocs: readonly Heredoc[];
  /** The value of `--from`, as written. */
  readonly from: string | null;
  readonly mounts: readonly Mount[];
  /** The instruction behind ONBUILD. */
  readonly trigger: Instruction | null;
}

export interface Heredoc {
  readonly name: string;
  /** Whether variables in the body are expanded: the delimiter was not quoted. */
  readonly expand: boolean;
  /** The body after `<<-` stripping; ends with a line feed unless empty. */
  readonly content: string;
  /** The body as written, which a command gets that is more than the heredoc. */
  readonly raw: string;
}

/** One `RUN --mount`. */
export interface Mount {
  readonly type: string;
  /** As written; null where there is none. */
  readonly from: string | null;
  readonly source: string | null;
  readonly target: string | null;
  readonly id: string | null;
  readonly sharing: string | null;
  readonly readOnly: boolean;
  readonly required: boolean;
}
