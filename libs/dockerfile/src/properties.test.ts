import { DiagnosticError } from "@polystage/diagnostics";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createContextFilter, parseIgnore } from "./ignore.ts";
import type { Dockerfile, Instruction } from "./model.ts";
import { parseDockerfile } from "./parse-dockerfile.ts";

const SEED = Number(process.env["FAST_CHECK_SEED"] ?? 20_260_701);
console.log(`fast-check seed ${SEED} (FAST_CHECK_SEED)`);
fc.configureGlobal({ seed: SEED, numRuns: 400 });

const PIECES = [
  "FROM a\n",
  "FROM a AS b\n",
  "FROM b\n",
  "FROM ${X:-a}\n",
  "ARG X=1\n",
  "ENV X=1 Y='2 3'\n",
  "RUN x \\\n  y\n",
  "RUN <<E\nx\nE\n",
  "RUN --mount=type=cache,target=/x y\n",
  "COPY --from=b x y\n",
  'COPY ["x", "y"]\n',
  "COPY <<E <<-F /x/\n1\nE\n\t2\n\tF\n",
  "ONBUILD RUN x\n",
  "HEALTHCHECK --interval=1s CMD x\n",
  "# c\n",
  "# escape=`\n",
  "\n",
  "\\\n",
  "`\n",
  "'",
  '"',
  "${",
  "\u00a0",
  "\r\n",
  "<<E",
  "\uFEFF",
];
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join("")),
);
/** Instructions that stand in any stage, each whole. */
const steps = fc.array(
  fc.constantFrom(...PIECES.filter((piece) => /^(?:ENV|RUN|COPY \[|COPY <|ONBUILD|HEALTHCHECK|FROM a\n)/.test(piece))),
  { maxLength: 10 },
);

function read(text: string): Dockerfile | null {
  try {
    return parseDockerfile(text, { file: "Dockerfile" });
  } catch (error) {
    if (error instanceof DiagnosticError) return null;
    throw error;
  }
}

describe("any text", () => {
  it("is read or rejected, never a crash", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect([null, "Dockerfile"]).toContain(read(text)?.file ?? null);
      }),
    );
  });

  it("has its instructions in order and within its lines", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const lines = text.split("\n").length;
        let last = 0;
        for (const { startLine, endLine, instructions } of read(text)?.stages ?? []) {
          expect([instructions[0]?.startLine, instructions.at(-1)?.endLine]).toEqual([startLine, endLine]);
          for (const instruction of instructions) {
            expect(instruction.startLine).toBeGreaterThan(last);
            expect(instruction.endLine).toBeGreaterThanOrEqual(instruction.startLine);
            last = instruction.endLine;
          }
        }
        expect(last).toBeLessThanOrEqual(lines);
      }),
    );
  });
});

it("comments and blank lines between instructions move lines and nothing else", () => {
  const noise = fc.array(fc.constantFrom("\n", "# c\n", "  # c \\\n", " \t\n"), { maxLength: 3 });
  fc.assert(
    fc.property(steps, fc.array(noise, { minLength: 11, maxLength: 11 }), (pieces, noises) => {
      const plain = ["FROM a\n", ...pieces];
      const noisy = plain.map((piece, index) => `${noises[index]?.join("") ?? ""}${piece}`);
      expect(withoutLines(read(noisy.join("")))).toEqual(withoutLines(read(plain.join(""))));
      expect(read(plain.join(""))).not.toBeNull();
    }),
  );
});

function withoutLines(dockerfile: Dockerfile | null): unknown {
  const strip = ({ startLine: _start, endLine: _end, trigger, ...rest }: Instruction): unknown => ({
    ...rest,
    trigger: trigger === null ? null : strip(trigger),
  });
  return dockerfile?.stages.map(({ startLine: _start, endLine: _end, instructions, ...rest }) => ({
    ...rest,
    instructions: instructions.map(strip),
  }));
}

describe("any ignore file", () => {
  const part = fc.constantFrom("a", "b", "*", "**", "?", "a*", "*.b", "[ab]", "a**b");
  const pattern = fc
    .tuple(fc.constantFrom("", "", "!"), fc.array(part, { minLength: 1, maxLength: 3 }))
    .map(([sign, parts]) => `${sign}${parts.join("/")}`);
  const patterns = fc.array(pattern, { maxLength: 5 });
  const path = fc
    .array(fc.constantFrom("a", "b", "ab", "x.b"), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join("/"));
  const filterOf = (lines: readonly string[]) => createContextFilter(parseIgnore(lines.join("\n"), ".dockerignore"));

  it("answers alike whatever was asked before", () => {
    fc.assert(
      fc.property(patterns, path, fc.array(path), (lines, asked, before) => {
        const used = filterOf(lines);
        for (const other of before) used.includes(other);
        expect(used.includes(asked)).toBe(filterOf(lines).includes(asked));
      }),
    );
  });

  it("sends nothing from below a directory that a walk can pass over", () => {
    fc.assert(
      fc.property(patterns, path, path, (lines, directory, below) => {
        const filter = filterOf(lines);
        expect(filter.canPrune(directory) && filter.includes(`${directory}/${below}`)).toBe(false);
      }),
    );
  });

  it("a comment, a blank line or a pattern for another path changes nothing", () => {
    fc.assert(
      fc.property(patterns, path, (lines, asked) => {
        const noisy = ["# c", "", ...lines, "  ", "elsewhere"];
        expect(filterOf(noisy).includes(asked)).toBe(filterOf(lines).includes(asked));
      }),
    );
  });

  it("a path named last is kept out, and one taken back in last is sent", () => {
    fc.assert(
      fc.property(patterns, path, (lines, asked) => {
        expect(filterOf([...lines, asked]).includes(asked)).toBe(false);
        expect(filterOf([...lines, asked, `!${asked}`]).includes(asked)).toBe(true);
      }),
    );
  });
});
