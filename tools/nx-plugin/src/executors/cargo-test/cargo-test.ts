import type { Tester, TestOptions } from "../../testing/run-tests.ts";
import { cargo } from "../../toolchains/cargo.ts";

export const cargoTest: Tester<TestOptions> = {
  name: "cargo test",
  toolchain: cargo,
  report: "cargo-test.txt",
  writesReport: false,
  exitCodeWithoutTests: 0,
  countTests: countLibtestTests,
  command: ({ filter, args = [] }, { color }) => ({
    command: [
      "cargo",
      "test",
      "--locked",
      ...(filter === undefined ? [] : [filter]),
      ...args,
      // Past the `--` it reaches the test binaries, which do not heed cargo's setting.
      ...(color ? [...(args.includes("--") ? [] : ["--"]), "--color=always"] : []),
    ],
  }),
};

/** The sum over all test binaries and documentation examples, of which each ends with a summary line. */
function countLibtestTests(output: string): number {
  const summaries = output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; \d+ ignored; (\d+) measured/gm);
  let ran = 0;
  for (const [, passed, failed, measured] of summaries) ran += Number(passed) + Number(failed) + Number(measured);
  return ran;
}
