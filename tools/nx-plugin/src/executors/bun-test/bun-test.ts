import { countJunitTests } from "../../testing/junit.ts";
import type { Tester, TestOptions } from "../../testing/run-tests.ts";
import { bun } from "../../toolchains/bun.ts";
import { testResults } from "../../toolchains/targets.ts";

export interface BunTestOptions extends TestOptions {
  readonly coverage?: boolean;
  readonly watch?: boolean;
}

export const bunTest: Tester<BunTestOptions> = {
  name: "bun test",
  toolchain: bun,
  report: "junit.xml",
  writesReport: true,
  exitCodeWithoutTests: 0,
  countTests: countJunitTests,
  watches: ({ watch = false }) => watch,
  command: ({ filter, coverage = false, watch = false, args = [] }) => ({
    install: true,
    command: [
      "bun",
      "test",
      // bun's exit code is the same for no test and for a failed one: whether any ran is read off the report.
      "--pass-with-no-tests",
      ...(watch ? ["--watch"] : ["--reporter=junit", `--reporter-outfile=${testResults}/junit.xml`]),
      ...(coverage
        ? [
            "--coverage",
            "--coverage-reporter=text",
            "--coverage-reporter=lcov",
            `--coverage-dir=${testResults}/coverage`,
          ]
        : []),
      ...(filter === undefined ? [] : ["--test-name-pattern", filter]),
      ...args,
    ],
  }),
};
