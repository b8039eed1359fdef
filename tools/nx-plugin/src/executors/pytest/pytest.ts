import { countJunitTests } from "../../testing/junit.ts";
import type { Tester, TestOptions } from "../../testing/run-tests.ts";
import { testResults } from "../../toolchains/targets.ts";
import { runModule, uv } from "../../toolchains/uv.ts";

export interface PytestOptions extends TestOptions {
  readonly coverage?: boolean;
}

export const pytest: Tester<PytestOptions> = {
  name: "pytest",
  toolchain: uv,
  report: "junit.xml",
  writesReport: true,
  exitCodeWithoutTests: 5,
  countTests: countJunitTests,
  command: ({ filter, coverage = false, args = [] }, { color }) => ({
    command: [
      ...runModule,
      "pytest",
      `--color=${color ? "yes" : "no"}`,
      `--junitxml=${testResults}/junit.xml`,
      ...(coverage ? ["--cov", "--cov-report=term", `--cov-report=xml:${testResults}/coverage.xml`] : []),
      ...(filter === undefined ? [] : ["-k", filter]),
      ...args,
    ],
  }),
};
