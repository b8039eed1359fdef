export { listAssumptions } from "./assumptions.ts";
export { selectContextChanges, type ContextChange, type PathChange } from "./context-changes.ts";
export { nameOf, type BuildOptions } from "./evaluate.ts";
export { fingerprintStages, type ContextFile } from "./fingerprint.ts";
export {
  planEverything,
  planStages,
  type Build,
  type FirstStep,
  type HeadBuild,
  type Plan,
  type PlannedStage,
  type Reason,
} from "./plan.ts";
export { formatStageLock, lockStages } from "./stage-lock.ts";
export { listSourcePaths, listStageReads, type StageReads } from "./stage-reads.ts";
