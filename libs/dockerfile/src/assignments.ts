import type { Instruction } from "./model.ts";
import { splitOnce } from "./space.ts";
import { type Assignment, readAssignment } from "./words.ts";

/** The name and value pairs of an ENV, LABEL or ARG, in order and not expanded; none for any other instruction. */
export function splitAssignments({ keyword, text, words }: Instruction): readonly Assignment[] {
  if (keyword === "ARG") return words.map(readAssignment);
  if (keyword !== "ENV" && keyword !== "LABEL") return [];
  if (words[0]?.includes("=") === true) return words.map(readAssignment);
  // The old form: one name, and the rest of the line is its value.
  const [name, value = ""] = splitOnce(text);
  return [{ name, value }];
}
