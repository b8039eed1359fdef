import type { Dockerfile, SourceMatcher, Stage } from "@polystage/dockerfile";
import type { State } from "./state.ts";

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

export interface Scope {
  readonly dockerfile: Dockerfile;
  readonly options: BuildOptions;
  /** The value that each ARG before the first FROM has; null where it has none. */
  readonly globals: ReadonlyMap<string, string | null>;
  readonly stage: Stage;
  readonly state: State;
}
