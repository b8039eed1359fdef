import { expect, test } from "vitest";
import { countJunitTests } from "./junit.ts";

test.each<[what: string, report: string, ran: number]>([
  ["no report", "", 0],
  [
    "pytest's: the counts stand on the inner suite",
    '<testsuites name="pytest tests"><testsuite name="pytest" errors="0" failures="1" skipped="1" tests="3"><testcase name="a" /><testcase name="b"><failure message="&lt;testcase /&gt;">x</failure></testcase><testcase name="c"><skipped type="pytest.skip" message="m">s</skipped></testcase></testsuite></testsuites>',
    2,
  ],
  [
    "bun's: the counts stand on every level",
    '<testsuites name="bun test" tests="2" skipped="1"><testsuite name="a.test.ts" tests="2" skipped="1"><testsuite name="inner" tests="2" skipped="1"><testcase name="a" /><testcase name="b"><skipped /></testcase></testsuite></testsuite></testsuites>',
    1,
  ],
])("%s", (_what, report, ran) => {
  expect(countJunitTests(report)).toBe(ran);
});
