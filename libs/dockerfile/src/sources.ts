import { readFlags } from "./flags.ts";
import { isHeredocWord } from "./heredocs.ts";
import type { Instruction } from "./model.ts";
import { sourceKind } from "./remote-source.ts";

/** What a COPY or ADD reads and where it puts it. Null stands for a flag that is not given. */
export interface LocalSources {
  /** Paths in the build context, or below the root of what `from` names; heredocs are left out. */
  readonly sources: readonly string[];
  /** URLs and git repositories of an ADD. */
  readonly remote: readonly string[];
  readonly destination: string;
  /** The value of --from, as written; null where the build context is read. */
  readonly from: string | null;
  readonly parents: boolean;
  /** As written: BuildKit expands no variables in it. */
  readonly exclude: readonly string[];
  readonly chown: string | null;
  readonly chmod: string | null;
  readonly link: boolean;
  readonly checksum: string | null;
  readonly keepGitDir: boolean | null;
  readonly unpack: boolean | null;
}

/**
 * Reads a COPY or ADD; another instruction is the caller's bug. `expand` is given every word that BuildKit expands; what
 * kind of source a word is comes from the result, since a URL may hide in an argument. A mount's source stands in
 * `Instruction.mounts`.
 */
export function localSources(
  instruction: Instruction,
  expand: (word: string) => string = (word) => word,
): LocalSources {
  const { keyword, words, from } = instruction;
  if (keyword !== "COPY" && keyword !== "ADD") throw new Error(`${keyword} copies nothing`);
  const flags = readFlags(keyword, instruction.flags);
  const expandFlag = (name: string): string | null => {
    const value = flags.text(name);
    return value === null ? null : expand(value);
  };
  const written = words.slice(0, -1).filter((word) => !isHeredocWord(word));
  const sources = written.map((word) => expand(word));
  return {
    sources: sources.filter((source) => sourceKind(source) === "path"),
    remote: sources.filter((source) => sourceKind(source) !== "path"),
    destination: expand(words.at(-1) ?? ""),
    from,
    parents: flags.boolean("parents"),
    exclude: flags.list("exclude"),
    chown: expandFlag("chown"),
    chmod: expandFlag("chmod"),
    link: flags.boolean("link"),
    checksum: expandFlag("checksum"),
    keepGitDir: flags.has("keep-git-dir") ? flags.boolean("keep-git-dir") : null,
    unpack: flags.has("unpack") ? flags.boolean("unpack") : null,
  };
}
