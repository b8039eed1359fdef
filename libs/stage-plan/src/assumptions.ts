import type { Dockerfile } from "@polystage/dockerfile";

/** What git cannot know and the plan therefore takes for granted, one sentence each. */
export function listAssumptions(dockerfile: Dockerfile): string[] {
  const images = dockerfile.stages
    .filter(({ baseStage, image }) => baseStage === null && image !== "scratch")
    .map(({ image }) => image);
  const copied = dockerfile.stages.flatMap(({ instructions }) =>
    instructions.flatMap(({ from, mounts }) => [from, ...mounts.map((mount) => mount.from)]),
  );
  const names = new Set(dockerfile.stages.flatMap(({ name, index }) => [name, String(index)]));
  const external = copied.filter((reference) => reference !== null && !names.has(reference.toLowerCase()));
  const frontend = dockerfile.syntax === null ? [] : [dockerfile.syntax];
  const floating = [...new Set([...frontend, ...images, ...external])].filter(
    (image) => image?.includes("@sha256:") !== true,
  );
  return [
    "every stage of the base was built, and its cache is still there",
    ...floating.map((image) => `${image} is the same image at base and head (a digest would make sure)`),
  ];
}
