import { expect, test } from "vitest";
import { bunTest, type BunTestOptions } from "./bun-test.ts";

const start = ["bun", "test", "--pass-with-no-tests"];
const report = ["--reporter=junit", "--reporter-outfile=test-results/junit.xml"];

test.each<[what: string, options: BunTestOptions, command: string[]]>([
  ["nothing", {}, [...start, ...report]],
  ["a filter", { filter: "^a b$" }, [...start, ...report, "--test-name-pattern", "^a b$"]],
  [
    "coverage",
    { coverage: true },
    [
      ...start,
      ...report,
      "--coverage",
      "--coverage-reporter=text",
      "--coverage-reporter=lcov",
      "--coverage-dir=test-results/coverage",
    ],
  ],
  ["watching, without a report that would be rewritten for ever", { watch: true }, [...start, "--watch"]],
  ["arguments of its own", { args: ["--bail", "src/a b.test.ts"] }, [...start, ...report, "--bail", "src/a b.test.ts"]],
])("%s", (_what, options, command) => {
  expect(bunTest.command(options, { color: false })).toEqual({ install: true, command });
});
