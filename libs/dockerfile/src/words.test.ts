import { describe, expect, it } from "vitest";

import { splitAssignments } from "./assignments.ts";
import { parseDockerfile } from "./parse-dockerfile.ts";

function lastInstruction(text: string) {
  const instruction = parseDockerfile(`FROM a\n${text}\n`, { file: "Dockerfile" }).stages[0]?.instructions.at(-1);
  if (instruction === undefined) throw new Error("nothing was read");
  return instruction;
}

describe("words", () => {
  it.each<[string, string[], boolean]>([
    ['CMD ["a", "b c"]', ["a", "b c"], true],
    ['CMD  [ "a" ] ', ["a"], true],
    ["CMD []", [], true],
    [String.raw`CMD ["\u0061\ud800"]`, ["a\uFFFD"], true],
    ["CMD ['a']", ["['a']"], false],
    ['CMD ["a"] b', ['["a"] b'], false],
    ["CMD a  b", ["a  b"], false],
    ["RUN", [], false],
    ['COPY ["a b", "/c"]', ["a b", "/c"], true],
    ["COPY a\tb  /c", ["a", "b", "/c"], false],
    ['HEALTHCHECK CMD ["a"]', ["CMD", "a"], true],
    ["HEALTHCHECK --interval=1s cmd a b", ["cmd", "a b"], false],
    ["EXPOSE 80 81/udp", ["80", "81/udp"], false],
    ['VOLUME ["/a"]', ["/a"], true],
    ["USER a b", ["a b"], false],
  ])("%s", (text, words, json) => {
    const instruction = lastInstruction(text);
    expect([instruction.words, instruction.json]).toEqual([words, json]);
  });
});

describe("splitAssignments", () => {
  it.each<[string, [string, string | null][]]>([
    [
      "ENV a=b c=d",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    ["ENV a b c=d", [["a", "b c=d"]]],
    [
      "ENV a=\"b c\" d='e f'",
      [
        ["a", '"b c"'],
        ["d", "'e f'"],
      ],
    ],
    [
      String.raw`ENV a=b\ c d=e`,
      [
        ["a", String.raw`b\ c`],
        ["d", "e"],
      ],
    ],
    [
      "ENV a= b=c=d",
      [
        ["a", ""],
        ["b", "c=d"],
      ],
    ],
    [String.raw`ENV a=b\\`, [["a", String.raw`b\\`]]],
    ['LABEL "a b"=c', [['"a b"', "c"]]],
    [
      "ARG a b=c d=",
      [
        ["a", null],
        ["b", "c"],
        ["d", ""],
      ],
    ],
    ["ARG a='b c'", [["a", "'b c'"]]],
    ["RUN a=b", []],
  ])("%s", (text, expected) => {
    expect(splitAssignments(lastInstruction(text)).map(({ name, value }) => [name, value])).toEqual(expected);
  });
});
