import { describe, expect, it } from "vitest";

import { parseDockerfile } from "./parse-dockerfile.ts";
import { localSources } from "./sources.ts";

function lastInstruction(text: string) {
  const instruction = parseDockerfile(`FROM a\n${text}\n`, { file: "Dockerfile" }).stages[0]?.instructions.at(-1);
  if (instruction === undefined) throw new Error("nothing was read");
  return instruction;
}

describe("localSources", () => {
  it.each<[string, Partial<ReturnType<typeof localSources>>]>([
    ["COPY a b /c", { sources: ["a", "b"], destination: "/c", from: null, parents: false, exclude: [], link: false }],
    ["COPY --from=alpine /a /b", { sources: ["/a"], from: "alpine" }],
    ["COPY --from= a /b", { from: null }],
    ["COPY <<E a /b\nE", { sources: ["a"], destination: "/b" }],
    ["COPY --parents --exclude=$x --exclude=y --link a /b", { parents: true, exclude: ["$x", "y"], link: true }],
    ["COPY --chown=1:2 --chmod=755 a /b", { chown: "1:2", chmod: "755", checksum: null }],
    [
      "ADD a http://b.example/c https://b.example/d.git git@e.example:f git://g/h ssh://i/j github.com/k ftp://l /m",
      {
        sources: ["a", "github.com/k", "ftp://l"],
        remote: ["http://b.example/c", "https://b.example/d.git", "git@e.example:f", "git://g/h", "ssh://i/j"],
      },
    ],
    ["ADD --keep-git-dir=false --unpack a /b", { keepGitDir: false, unpack: true }],
    ['COPY ["a b", "/c"]', { sources: ["a b"], destination: "/c" }],
  ])("%s", (text, expected) => {
    expect(localSources(lastInstruction(text))).toMatchObject(expected);
  });

  it("finds the URL that a variable holds", () => {
    const add = lastInstruction("ARG url=https://b.example/c dir=/d\nADD --chmod=$mode $url $dir");
    const values: Readonly<Record<string, string>> = { $url: "https://b.example/c", $dir: "/d", $mode: "644" };
    expect(localSources(add, (word) => values[word] ?? word)).toMatchObject({
      sources: [],
      remote: ["https://b.example/c"],
      destination: "/d",
      chmod: "644",
    });
  });

  it("is not for other instructions", () => {
    expect(() => localSources(lastInstruction("RUN a"))).toThrow("RUN copies nothing");
  });
});
