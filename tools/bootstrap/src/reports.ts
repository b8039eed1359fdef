import { readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { glob } from "zx";

/** What one runner's report says. */
export interface Report {
  /** The directory of the project, relative to the root. */
  readonly project: string;
  readonly runner: "pytest" | "bun test" | "cargo test" | "vitest";
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const pattern = "{apps,libs,services,tools}/**/test-results/{junit.xml,cargo-test.txt}";
const options = { ignore: ["**/node_modules/**", "**/target/**", "**/.venv/**"], onlyFiles: true };

/** Before a run, so that every report found after it is of this run. */
export async function removeReports(root: string): Promise<void> {
  for (const file of await glob(pattern, { ...options, cwd: root })) await rm(join(root, file));
}

export async function readReports(root: string): Promise<Report[]> {
  const files = await glob(pattern, { ...options, cwd: root });
  return Promise.all(
    files.toSorted().map(async (file) => {
      const text = await readFile(join(root, file), "utf8");
      const counts = basename(file) === "junit.xml" ? countJunit(text) : countCargo(text);
      return { project: file.replace(/\/test-results\/.*/, ""), ...counts };
    }),
  );
}

type Counts = Omit<Report, "project">;

interface JunitCase {
  readonly failure?: unknown;
  readonly error?: unknown;
  readonly skipped?: unknown;
}

interface JunitSuite {
  readonly testsuite?: readonly JunitSuite[];
  readonly testcase?: readonly JunitCase[];
}

/** Counts the cases themselves: the totals in the attributes mean different things to different runners. */
export function countJunit(xml: string): Counts {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "",
    isArray: (name) => name === "testsuite" || name === "testcase",
  });
  const { testsuites: top = {} } = parser.parse(xml) as { testsuites?: JunitSuite & { name?: string } };
  const cases = casesOf(top);
  const failed = cases.filter((each) => "failure" in each || "error" in each).length;
  const skipped = cases.filter((each) => "skipped" in each).length;
  return { runner: runnerOf(top.name ?? ""), passed: cases.length - failed - skipped, failed, skipped };
}

function casesOf({ testsuite = [], testcase = [] }: JunitSuite): readonly JunitCase[] {
  return [...testcase, ...testsuite.flatMap(casesOf)];
}

function runnerOf(name: string): Report["runner"] {
  if (name.startsWith("pytest")) return "pytest";
  return name.startsWith("bun") ? "bun test" : "vitest";
}

/** Adds up the line that cargo's test harness ends each binary with. */
export function countCargo(text: string): Counts {
  const counts = { runner: "cargo test" as const, passed: 0, failed: 0, skipped: 0 };
  for (const [, passed, failed, ignored] of text.matchAll(
    /^test result: .*? (\d+) passed; (\d+) failed; (\d+) ignored/gm,
  )) {
    counts.passed += Number(passed);
    counts.failed += Number(failed);
    counts.skipped += Number(ignored);
  }
  return counts;
}
