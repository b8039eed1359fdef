import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

/**
 * Where a program is: what this repository's set-up put under .tools, then what npm or bun installed for the project or
 * any directory above it, then PATH. So everybody runs the version that the repository names, whatever else they have.
 * @returns an absolute path
 */
export function findProgram(
  name: string,
  { root, cwd, searchPath }: { readonly root: string; readonly cwd: string; readonly searchPath: string },
): string | undefined {
  const directories = [
    path.join(root, ".tools", name, "bin"),
    ...directoriesUpTo(root, cwd).map((directory) => path.join(directory, "node_modules/.bin")),
    ...searchPath.split(path.delimiter).filter((directory) => directory !== ""),
  ];
  return directories.map((directory) => path.join(directory, name)).find(isProgram);
}

function directoriesUpTo(root: string, directory: string): readonly string[] {
  const parent = path.dirname(directory);
  return directory === root || parent === directory ? [directory] : [directory, ...directoriesUpTo(root, parent)];
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
