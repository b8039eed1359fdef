import { describe, expect, it } from "vitest";

import { parseDockerfile } from "./parse-dockerfile.ts";

const file = "Dockerfile";

describe("parser directives", () => {
  it.each<[string, string, { syntax: string | null; escape: string }]>([
    ["none", "FROM a\n", { syntax: null, escape: "\\" }],
    ["syntax", "# syntax=docker/dockerfile:1\nFROM a\n", { syntax: "docker/dockerfile:1", escape: "\\" }],
    ["what follows a space is dropped", "#syntax = a/b:1 c\nFROM a\n", { syntax: "a/b:1", escape: "\\" }],
    ["escape", "# escape=`\nFROM a\n", { syntax: null, escape: "`" }],
    ["both, any case, any order", "# ESCAPE=`\n#Syntax=a\nFROM a\n", { syntax: "a", escape: "`" }],
    ["behind a byte-order mark", "\uFEFF# syntax=a\nFROM a\n", { syntax: "a", escape: "\\" }],
    ["CRLF", "# syntax=a\r\n# escape=`\r\nFROM a\r\n", { syntax: "a", escape: "`" }],
    ["a blank line ends them", "\n# syntax=a\nFROM a\n", { syntax: null, escape: "\\" }],
    ["a comment ends them", "# hello\n# syntax=a\nFROM a\n", { syntax: null, escape: "\\" }],
    ["an unknown name ends them", "# colour=red\n# escape=`\nFROM a\n", { syntax: null, escape: "\\" }],
    ["an instruction ends them", "ARG a\n# syntax=a\nFROM a\n", { syntax: null, escape: "\\" }],
    ["only syntax is found behind #!", "#!/bin/x\n# syntax=a\n# escape=`\nFROM a\n", { syntax: "a", escape: "\\" }],
    [
      "indented: escape counts, syntax is not found",
      "  # escape=`\n  # syntax=a\nFROM a\n",
      { syntax: null, escape: "`" },
    ],
    ["check is passed over", "# check=skip=all;error=true\n# syntax=a\nFROM a\n", { syntax: "a", escape: "\\" }],
  ])("%s", (_name, text, expected) => {
    const { syntax, escape } = parseDockerfile(text, { file });
    expect({ syntax, escape }).toEqual(expected);
  });
});
