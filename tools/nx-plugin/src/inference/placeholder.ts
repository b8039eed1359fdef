import type { ProjectConfiguration, TargetConfiguration } from "@nx/devkit";
import type { DiagnosticError } from "@polystage/diagnostics";
import type { Problem } from "./find-members.ts";

/** What stands where a project would be if its manifests could be used: the same targets, all of which fail and say why. */
export function createPlaceholder(name: string, problems: readonly Problem[]): Omit<ProjectConfiguration, "root"> {
  const hasTypecheck = problems.some(({ toolchain }) => toolchain.hasTypecheck);
  // Everything in the project: an edit of a source has nothing else to be tested by, nor has the deletion of a listed member.
  const target = brokenTarget(
    problems.map(({ error }) => error),
    ["{projectRoot}/**/*"],
  );
  const targets = ["test", "lint", "format", ...(hasTypecheck ? ["typecheck"] : []), "build"];
  return {
    name,
    metadata: {
      description: `Broken: ${problems.map(({ file }) => file).join(" and ")} cannot be used. Every target says why.`,
      technologies: problems.flatMap(({ toolchain }) => [toolchain.language, toolchain.name]),
    },
    targets: Object.fromEntries(targets.map((each) => [each, target])),
  };
}

/** @param inputs of what would have been the target: whatever selects it is told */
export function brokenTarget(errors: readonly DiagnosticError[], inputs: readonly string[]): TargetConfiguration {
  return {
    executor: "@polystage/nx:broken",
    options: { diagnostic: errors.map(({ message }) => message).join("\n") },
    cache: false,
    inputs: [...inputs, { externalDependencies: [] }],
  };
}
