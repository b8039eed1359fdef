import type { CreateNodesResultArray } from "@nx/devkit";

/** One kind of file that projects or targets are made from. A broken one becomes targets that fail: it costs nobody else's. */
export interface Inference {
  /** Globs of file names, wherever they lie. */
  readonly fileNames: readonly string[];
  /**
   * @param files those that Nx knows, so none that git ignores, relative to `root`
   * @param root absolute
   */
  infer(files: readonly string[], root: string): Promise<CreateNodesResultArray>;
}
