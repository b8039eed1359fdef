import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DiagnosticError } from "@polystage/diagnostics";
import type { ContextFilter } from "@polystage/dockerfile";

/** Every file and symlink below a directory that the filter lets through, sorted, with slashes. Symlinks are not followed. */
export function walkContext(directory: string, filter: ContextFilter, prefix = ""): string[] {
  return read(directory)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${prefix}${entry.name}`;
      if (!entry.isDirectory()) return filter.includes(path) ? [path] : [];
      return filter.canPrune(path) ? [] : walkContext(join(directory, entry.name), filter, `${path}/`);
    });
}

function read(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    throw new DiagnosticError({
      code: "unreadable-context",
      severity: "error",
      file: directory,
      message: `the directory cannot be read (${(error as NodeJS.ErrnoException).code})`,
      fix: "mend its permissions, or keep it out with the ignore file",
    });
  }
}
