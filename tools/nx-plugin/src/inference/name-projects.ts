import path from "node:path";
import type { Member } from "../toolchains/toolchain.ts";
import type { Members } from "./find-members.ts";

/** The projects' names by directory, broken ones included. What is broken changes no other project's name. */
export function nameProjects({ members, problems, packages }: Members): ReadonlyMap<string, string> {
  const names = new Map([...nameMembers(members)].map(([{ directory }, name]) => [directory, name]));
  for (const { directory } of problems) {
    if (names.has(directory)) continue;
    const others = packages.filter((other) => other.directory !== directory).map(({ packageName }) => packageName);
    const taken = new Set([...names.values(), ...others]);
    names.set(
      directory,
      [baseName, dashedPath].map((spell) => spell(directory)).find((name) => !taken.has(name)) ?? directory,
    );
  }
  return names;
}

/**
 * Names a project after its package. Packages of different languages may share a name, projects may not, and Nx gives
 * up on the whole graph when they do: those are named after their directory, and by its whole path where that is taken.
 */
function nameMembers(members: readonly Member[]): ReadonlyMap<Member, string> {
  const names = new Map(members.map((member) => [member, member.packageName]));
  for (const spell of [baseName, dashedPath]) {
    const taken = [...names.values()];
    for (const [member, name] of names) {
      const shared = taken.filter((other) => other === name).length > 1;
      if (shared && member.directory !== ".") names.set(member, spell(member.directory));
    }
  }
  return names;
}

function baseName(directory: string): string {
  // The name of the directory that holds the repository is another on every machine.
  return directory === "." ? "root" : path.posix.basename(directory);
}

function dashedPath(directory: string): string {
  return directory.replaceAll("/", "-");
}
