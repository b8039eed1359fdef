import { describe, expect, it } from "vitest";

import { parseDockerfile } from "./parse-dockerfile.ts";

/** `keyword start-end text` of every instruction. */
function outline(text: string): string[] {
  return parseDockerfile(text, { file: "Dockerfile" }).stages.flatMap(({ instructions }) =>
    instructions.map(({ keyword, startLine, endLine, text: rest }) => `${keyword} ${startLine}-${endLine} ${rest}`),
  );
}

describe("logical lines", () => {
  it.each<[string, string, string[]]>([
    ["comments and blank lines stand between", "\n# c\nFROM a\n\nRUN b\n", ["FROM 3-3 a", "RUN 5-5 b"]],
    ["no line feed at the end", "FROM a\nRUN b", ["FROM 1-1 a", "RUN 2-2 b"]],
    ["keywords in any case", "from a\nrUn b\n", ["FROM 1-1 a", "RUN 2-2 b"]],
    ["CRLF", "FROM a\r\nRUN b \\\r\n  c\r\n", ["FROM 1-1 a", "RUN 2-3 b   c"]],
    ["a continuation keeps the next line's indentation", "FROM a\nRUN b \\\n  c\n", ["FROM 1-1 a", "RUN 2-3 b   c"]],
    ["blanks behind the escape character", "FROM a\nRUN b \\ \t\nc\n", ["FROM 1-1 a", "RUN 2-3 b c"]],
    ["comments inside a continuation", "FROM a\nRUN b \\\n # c\nd\n", ["FROM 1-1 a", "RUN 2-4 b d"]],
    ["blank lines inside a continuation", "FROM a\nRUN b \\\n\n \t\nd\n", ["FROM 1-1 a", "RUN 2-5 b d"]],
    [
      "a comment that ends in the escape character goes on nowhere",
      "FROM a\n# c \\\nRUN b\n",
      ["FROM 1-1 a", "RUN 3-3 b"],
    ],
    [
      "two escape characters do not continue",
      "FROM a\nRUN b \\\\\nRUN c\n",
      ["FROM 1-1 a", "RUN 2-2 b \\\\", "RUN 3-3 c"],
    ],
    ["an escape character alone on its line", "\\\nFROM a\n", ["FROM 1-2 a"]],
    ["a dangling continuation takes what is left", "FROM a\nRUN b \\\n# c\n\n", ["FROM 1-1 a", "RUN 2-4 b"]],
    ["another escape character", "# escape=`\nFROM a\nRUN b `\nc\\\n", ["FROM 2-2 a", "RUN 3-4 b c\\"]],
    ["vertical tab and form feed separate words", "FROM\va\nRUN\fb\n", ["FROM 1-1 a", "RUN 2-2 b"]],
    [
      "a no-break space is trimmed but separates nothing",
      "\u00a0FROM a\u00a0\nCMD a\u00a0b\n",
      ["FROM 1-1 a", "CMD 2-2 a\u00a0b"],
    ],
  ])("%s", (_name, text, expected) => {
    expect(outline(text)).toEqual(expected);
  });

  it("takes a line of 65535 bytes", () => {
    expect(outline(`FROM a\nRUN ${"b".repeat(65_531)}\n`)).toHaveLength(2);
  });
});
