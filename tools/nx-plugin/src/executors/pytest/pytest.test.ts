import { expect, test } from "vitest";
import { pytest, type PytestOptions } from "./pytest.ts";

const start = "uv run --locked --all-packages -m pytest";

test.each<[what: string, options: PytestOptions, color: boolean, command: string]>([
  ["nothing", {}, false, `${start} --color=no --junitxml=test-results/junit.xml`],
  ["colours", {}, true, `${start} --color=yes --junitxml=test-results/junit.xml`],
  ["a filter", { filter: "a and b" }, false, `${start} --color=no --junitxml=test-results/junit.xml -k|a and b`],
  [
    "coverage",
    { coverage: true },
    false,
    `${start} --color=no --junitxml=test-results/junit.xml --cov --cov-report=term --cov-report=xml:test-results/coverage.xml`,
  ],
  [
    "arguments of its own",
    { args: ["-x", "a b.py"] },
    false,
    `${start} --color=no --junitxml=test-results/junit.xml -x|a b.py`,
  ],
])("%s", (_what, options, color, expected) => {
  const { command, install } = pytest.command(options, { color });
  // A bar stands before an argument that holds spaces.
  const [plain = "", ...spaced] = expected.split("|");
  expect(command).toEqual([...plain.split(" "), ...spaced]);
  expect(install).toBeUndefined();
});
