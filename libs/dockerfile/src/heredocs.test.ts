import { describe, expect, it } from "vitest";

import type { Heredoc } from "./model.ts";
import { parseDockerfile } from "./parse-dockerfile.ts";

function lastInstruction(text: string) {
  const instruction = parseDockerfile(`FROM a\n${text}`, { file: "Dockerfile" }).stages[0]?.instructions.at(-1);
  if (instruction === undefined) throw new Error("nothing was read");
  return instruction;
}

describe("heredocs", () => {
  it("keeps the body as written beside the one that tabs are taken from", () => {
    expect(lastInstruction("RUN cat <<-E > /x\n\ta\n\tE\n").heredocs).toEqual([
      { name: "E", expand: true, content: "a\n", raw: "\ta\n" },
    ]);
  });

  it.each<[string, string, Omit<Heredoc, "raw">[]]>([
    ["plain", "RUN <<E\na\n\tb\nE\n", [{ name: "E", expand: true, content: "a\n\tb\n" }]],
    ["empty", "RUN <<E\nE\n", [{ name: "E", expand: true, content: "" }]],
    ["tabs stripped", "RUN <<-E\n\ta\n\t\tb\n\tE\n", [{ name: "E", expand: true, content: "a\nb\n" }]],
    ["double quotes", 'RUN <<"E"\n$a\nE\n', [{ name: "E", expand: false, content: "$a\n" }]],
    ["single quotes", "RUN <<'E F'\na\nE F\n", [{ name: "E F", expand: false, content: "a\n" }]],
    ["quotes inside the word", "RUN <<E'O'F\na\nEOF\n", [{ name: "EOF", expand: false, content: "a\n" }]],
    ["a file descriptor", "RUN cat 3<<E\na\nE\n", [{ name: "E", expand: true, content: "a\n" }]],
    ["a blank before the word", "RUN cat << E\na\nE\n", [{ name: "E", expand: true, content: "a\n" }]],
    [
      "several on one line",
      "COPY <<A <<-B /x/\n1\nA\n\t2\n\tB\n",
      [
        { name: "A", expand: true, content: "1\n" },
        { name: "B", expand: true, content: "2\n" },
      ],
    ],
    [
      "comments and escapes in the body are text",
      "RUN <<E\n# c\na \\\nE\n",
      [{ name: "E", expand: true, content: "# c\na \\\n" }],
    ],
    ["CRLF", "RUN <<E\r\na\r\nE\r\n", [{ name: "E", expand: true, content: "a\r\n" }]],
    ["ADD", "ADD <<E /x\na\nE\n", [{ name: "E", expand: true, content: "a\n" }]],
    ["behind ONBUILD", "ONBUILD RUN <<E\na\nE\n", [{ name: "E", expand: true, content: "a\n" }]],
    ["a here-string is none", "RUN cat <<<E\n", []],
    ["quoted away", "RUN echo '<<E'\n", []],
    ["in double quotes", 'RUN echo "a <<E"\n', []],
    ["not in the JSON form", 'RUN ["<<E"]\n', []],
    ["not in other instructions", "CMD <<E\n", []],
    ["not where quotes do not pair up", "RUN echo it's <<E\n", []],
  ])("%s", (_name, text, expected) => {
    const { heredocs, startLine, endLine } = lastInstruction(text);
    expect(heredocs).toEqual(expected.map((heredoc) => expect.objectContaining(heredoc)));
    expect([startLine, endLine]).toEqual([2, text.trimEnd().split("\n").length + 1]);
  });

  it("belongs to ONBUILD and its trigger alike", () => {
    const { heredocs, trigger } = lastInstruction("ONBUILD COPY <<E /x\na\nE\n");
    expect(trigger?.heredocs).toEqual(heredocs);
  });
});
