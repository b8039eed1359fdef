import { expect, test } from "vitest";
import { countCargo, countJunit } from "./reports.ts";

test.each([
  [
    "pytest",
    `<?xml version="1.0"?><testsuites name="pytest tests"><testsuite name="pytest" errors="0" failures="1" skipped="1" tests="3">
      <testcase name="a"/><testcase name="b"><failure message="x">y</failure></testcase><testcase name="c"><skipped/></testcase>
    </testsuite></testsuites>`,
    { runner: "pytest", passed: 1, failed: 1, skipped: 1 },
  ],
  [
    "bun, suites within suites",
    `<testsuites name="bun test" tests="2" failures="1"><testsuite name="f.test.ts" tests="2"><testsuite name="inner">
      <testcase name="a"/></testsuite><testcase name="b"><failure type="AssertionError"/></testcase></testsuite></testsuites>`,
    { runner: "bun test", passed: 1, failed: 1, skipped: 0 },
  ],
  [
    "vitest",
    `<testsuites name="vitest tests"><testsuite name="a.test.ts"><testcase name="one"/><testcase name="two"><error/></testcase></testsuite></testsuites>`,
    { runner: "vitest", passed: 1, failed: 1, skipped: 0 },
  ],
  [
    "no test at all",
    `<testsuites name="vitest tests"></testsuites>`,
    { runner: "vitest", passed: 0, failed: 0, skipped: 0 },
  ],
])("counts the cases of JUnit: %s", (_, xml, expected) => {
  expect(countJunit(xml)).toEqual(expected);
});

test("adds up every binary of a cargo run", () => {
  const text = [
    "running 2 tests",
    "test a ... ok",
    "test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
    "test result: FAILED. 3 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
  ].join("\n");
  expect(countCargo(text)).toEqual({ runner: "cargo test", passed: 5, failed: 4, skipped: 1 });
});
