import { expect, test } from "vitest";
import type { TestOptions } from "../../testing/run-tests.ts";
import { cargoTest } from "./cargo-test.ts";

test.each<[what: string, options: TestOptions, color: boolean, command: string[]]>([
  ["nothing", {}, false, ["cargo", "test", "--locked"]],
  ["colours", {}, true, ["cargo", "test", "--locked", "--", "--color=always"]],
  ["a filter", { filter: "routes::" }, false, ["cargo", "test", "--locked", "routes::"]],
  [
    "arguments for cargo",
    { args: ["--release"] },
    true,
    ["cargo", "test", "--locked", "--release", "--", "--color=always"],
  ],
  [
    "arguments for the test binaries",
    { filter: "a", args: ["--", "--nocapture"] },
    true,
    ["cargo", "test", "--locked", "a", "--", "--nocapture", "--color=always"],
  ],
])("%s", (_what, options, color, command) => {
  expect(cargoTest.command(options, { color })).toEqual({ command });
});

const summary = (passed: number, failed: number, ignored: number, measured = 0) =>
  `test result: ${failed > 0 ? "FAILED" : "ok"}. ${passed} passed; ${failed} failed; ${ignored} ignored; ${measured} measured; 9 filtered out; finished in 0.00s\n`;

test.each<[what: string, output: string, ran: number]>([
  ["no binary", "", 0],
  ["one binary", `\nrunning 3 tests\n${summary(2, 1, 0)}`, 3],
  ["several, and documentation", summary(1, 0, 0) + summary(0, 0, 0) + summary(4, 0, 0), 5],
  ["ignored tests do not run", summary(0, 0, 7), 0],
  ["benchmarks do", summary(0, 0, 0, 2), 2],
  ["a line that a test printed", `print: ${summary(8, 0, 0)}`, 0],
])("counts %s", (_what, output, ran) => {
  expect(cargoTest.countTests(output)).toBe(ran);
});
