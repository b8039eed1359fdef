import { SyntaxProblem } from "./syntax-problem.ts";

/** The fields of one line of comma-separated values, quotes doubled inside quotes (RFC 4180). Raises SyntaxProblem. */
export function splitCsv(line: string): readonly string[] {
  const fields: string[] = [];
  let rest = line.replace(/\r?\n$/, "");
  if (rest === "") throw malformed(line);
  for (;;) {
    const match = /^(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/.exec(rest);
    if (match === null) throw malformed(line);
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "") return fields;
    rest = rest.slice(match[0].length);
  }
}

function malformed(line: string): SyntaxProblem {
  return new SyntaxProblem(
    "invalid-fields",
    `${JSON.stringify(line)} cannot be split at commas.`,
    "Write key=value,key=value; put a field that holds a comma in double quotes.",
  );
}
