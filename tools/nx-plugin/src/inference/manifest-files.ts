import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { DiagnosticError, type Diagnostic } from "@polystage/diagnostics";
import { ManifestError, type Table, type Toolchain } from "../toolchains/toolchain.ts";

/** One manifest as found: `manifest` is a table, or the diagnostic that says why it is none. */
export interface ManifestFile {
  /** Relative to the repository's root. */
  readonly file: string;
  readonly directory: string;
  readonly hasLock: boolean;
  readonly manifest: Table | DiagnosticError;
}

/** Reads the manifests of one language, nearest to the root first. A broken one is no error until somebody needs it. */
export async function readManifests(
  toolchain: Toolchain,
  files: readonly string[],
  root: string,
): Promise<readonly ManifestFile[]> {
  const own = files
    .filter((file) => path.posix.basename(file) === toolchain.manifest)
    .toSorted((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
  return Promise.all(
    own.map(async (file) => {
      const directory = path.posix.dirname(file);
      const hasLock = existsSync(path.join(root, directory, toolchain.lock));
      return { file, directory, hasLock, manifest: await readManifest(toolchain, file, root) };
    }),
  );
}

async function readManifest(toolchain: Toolchain, file: string, root: string): Promise<Table | DiagnosticError> {
  try {
    return await toolchain.parse(readFileSync(path.join(root, file), "utf8"));
  } catch (error) {
    return brokenManifest(file, error);
  }
}

function depth(file: string): number {
  return file.split("/").length;
}

export function brokenManifest(file: string, error: unknown): DiagnosticError {
  if (error instanceof ManifestError) {
    const place = error.line === undefined ? {} : { line: error.line, column: error.column ?? 1 };
    return problem({ file, ...place, message: `cannot be read: ${error.message}` });
  }
  if (error instanceof Error && "code" in error) return problem({ file, message: `cannot be read: ${error.message}` });
  throw error;
}

export function problem(what: Omit<Diagnostic, "code" | "severity">): DiagnosticError {
  return new DiagnosticError({ code: "broken-manifest", severity: "error", ...what });
}
