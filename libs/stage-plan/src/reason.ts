/** Why a stage is rebuilt. Fields that do not apply are null. */
export interface Reason {
  readonly kind: "file" | "instruction" | "argument" | "ignore" | "base" | "upstream" | "unknown";
  /** What changed, relative to the build context; of the Dockerfile, as the user named it, for the kinds that are in it. */
  readonly path: string | null;
  /** 1-based, in the Dockerfile at head; null for what only the base had. */
  readonly line: number | null;
  /** The other stage, for `upstream`. */
  readonly stage: string | null;
  /** One sentence for people. */
  readonly detail: string;
}
