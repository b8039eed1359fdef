export { listChanges, type Change } from "./changes.ts";
export { isShallow, openRepository, pathInRepository, resolveCommit, type Repository } from "./repository.ts";
export { findSymlinks, hasDirectory, listSymlinks, listTree, readText, type Snapshot, type TreeEntry } from "./tree.ts";
