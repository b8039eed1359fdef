import type { Dockerfile } from "@polystage/dockerfile";
import type { BuildOptions } from "./action.ts";
import { evaluate, nameOf } from "./evaluate.ts";

/** A file of the build context, as git knows it. */
export interface ContextFile {
  /** Relative to the build context. */
  readonly path: string;
  /** Octal: 100644, 100755, 120000, 160000. */
  readonly mode: string;
  /** Git's object id of the content. */
  readonly object: string;
}

/**
 * A hash for each stage of all that decides its image: instructions after expansion, arguments, base references, and name,
 * mode and content of every file that it and its ancestors read. Equal fingerprints, equal images, as far as git can know:
 * what a floating base tag or a remote ADD holds is not in it.
 *
 * @param files the build context, after the ignore file
 */
export function fingerprintStages(
  dockerfile: Dockerfile,
  options: BuildOptions,
  files: readonly ContextFile[],
): Record<string, string> {
  const evaluated = evaluate(dockerfile, options, {
    read: ({ matcher }) =>
      files
        .filter(({ path }) => matcher.matches(path))
        .map(({ path, mode, object }) => `${mode} ${object} ${path}`)
        .toSorted()
        .join("\n"),
    unknown: (reason) => reason,
  });
  return Object.fromEntries(evaluated.map(({ stage, image }) => [nameOf(stage), image]));
}
