import { parse, TomlError } from "smol-toml";
import { ManifestError, type Table } from "./toolchain.ts";

/** @throws ManifestError with the line and column at fault */
export function parseToml(text: string): Table {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // What follows the first line is an excerpt of the file.
    const [reason = ""] = error.message.split("\n");
    throw new ManifestError(reason.replace(/^Invalid TOML document: /, ""), error.line, error.column);
  }
}

/** The table at the end of the keys, empty where there is none. */
export function tableAt(table: Table, ...keys: readonly string[]): Table {
  let current: unknown = table;
  for (const key of keys) current = isTable(current) ? current[key] : undefined;
  return isTable(current) ? current : {};
}

export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function stringAt(table: Table, key: string): string | undefined {
  const value = table[key];
  return typeof value === "string" ? value : undefined;
}

/** @throws ManifestError where the key holds anything else than a list of strings */
export function stringsAt(table: Table, key: string): readonly string[] {
  const value = table[key];
  if (value === undefined) return [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) {
    throw new ManifestError(`\`${key}\` must be a list of strings`);
  }
  return value;
}
