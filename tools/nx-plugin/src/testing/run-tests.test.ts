import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bunTest } from "../executors/bun-test/bun-test.ts";
import { cargoTest } from "../executors/cargo-test/cargo-test.ts";
import { pytest } from "../executors/pytest/pytest.ts";
import { below, languageFiles, lock, temporaryRepository, type TemporaryRepository } from "../fixtures/workspace.ts";
import type { Place } from "../process/place.ts";
import { run } from "../process/run.ts";
import { runTests, type Tester, type TestOptions } from "./run-tests.ts";

interface Language {
  readonly language: keyof typeof languageFiles;
  readonly tester: Tester<TestOptions & { coverage?: boolean }>;
  readonly project: string;
  /** The file that holds the tests, and what to put in it. */
  readonly testFile: string;
  readonly failing: string;
  readonly skipping: string;
  readonly none: string;
  /** A manifest that asks for what the lock does not hold. */
  readonly manifest: readonly [file: string, text: string];
  readonly exitCode: number;
  readonly fix: string;
}

const languages: readonly Language[] = [
  {
    language: "uv",
    tester: pytest,
    project: "api",
    testFile: "test_api.py",
    failing: "def test_one():\n    assert False\n",
    skipping: "import pytest\n\n@pytest.mark.skip\ndef test_one():\n    pass\n",
    none: "",
    manifest: ["greet-py/pyproject.toml", '[project]\nname = "greet_py"\nversion = "1"\nrequires-python = ">=3.11"\n'],
    exitCode: 1,
    fix: "uv lock",
  },
  {
    language: "bun",
    tester: bunTest,
    project: "web",
    testFile: "src/main.test.ts",
    failing: 'import { expect, test } from "bun:test";\ntest("one", () => expect(1).toBe(2));\n',
    skipping: 'import { test } from "bun:test";\ntest.skip("one", () => {});\n',
    none: "",
    manifest: ["greet-ts/package.json", '{ "name": "greet-ts", "dependencies": { "left-pad": "1.3.0" } }'],
    exitCode: 1,
    fix: "bun install",
  },
  {
    language: "cargo",
    tester: cargoTest,
    project: "edge",
    testFile: "src/main.rs",
    failing: "fn main() {}\n\n#[test]\nfn one() {\n    panic!();\n}\n",
    skipping: "fn main() {}\n\n#[test]\n#[ignore]\nfn one() {}\n",
    none: "fn main() {}\n",
    manifest: ["greet-rs/Cargo.toml", '[package]\nname = "greet-rs"\nversion = "1.0.0"\nedition = "2024"\n'],
    exitCode: 101,
    fix: "cargo update --workspace",
  },
];

describe.each(languages)("$tester.name", (language) => {
  const { tester, testFile, fix } = language;
  let repository: TemporaryRepository;
  let project: string;

  beforeAll(() => {
    // The workspaces lie below the root, as they may anywhere.
    repository = temporaryRepository(below("services", languageFiles[language.language]));
    lock(repository, "services", language.language);
    project = path.join("services", language.project);
  });
  afterAll(() => repository[Symbol.dispose]());

  /** Runs the real tool and keeps what a person would see. */
  async function runIt(options: TestOptions & { coverage?: boolean } = {}, env?: NodeJS.ProcessEnv) {
    const seen: string[] = [];
    const keep = (chunk: unknown) => {
      seen.push(String(chunk));
      return true;
    };
    const writes = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, "write").mockImplementation(keep));
    try {
      const place: Place = repository.place(project, env);
      const { success } = await runTests(tester, options, place, run);
      const text = seen.join("");
      return { success, text, message: ownMessage(text) };
    } finally {
      for (const write of writes) write.mockRestore();
    }
  }

  const reportFile = () => path.join(repository.root, project, "test-results", tester.report);

  test("passing, with a report, and nothing else that git would see", async () => {
    const visible = () => readdirSync(path.join(repository.root, "services")).filter((name) => !name.startsWith("."));
    const before = new Set(visible());
    expect(await runIt()).toMatchObject({ success: true, message: undefined });
    expect(tester.countTests(readFileSync(reportFile(), "utf8"))).toBe(2);
    expect(visible().filter((name) => !before.has(name))).toEqual(language.language === "cargo" ? ["target"] : []);
  });

  test("a filter", async () => {
    expect(await runIt({ filter: "two" })).toMatchObject({ success: true });
    expect(tester.countTests(readFileSync(reportFile(), "utf8"))).toBe(1);
  });

  test("a filter that matches nothing", async () => {
    const { success, message } = await runIt({ filter: "nothing_of_this_name" });
    expect(success).toBe(false);
    expect(message).toBe(
      'error: no test matches the filter "nothing_of_this_name" [no-tests]\n' +
        "  why: A run without tests looks like one in which all of them pass.\n" +
        "  fix: add a test, or set passWithNoTests",
    );
    expect(await runIt({ filter: "nothing_of_this_name", passWithNoTests: true })).toMatchObject({ success: true });
  });

  test.each(["none", "skipping"] as const)("tests: %s", async (kind) => {
    const file = path.join(project, testFile);
    const original = readFileSync(path.join(repository.root, file), "utf8");
    repository.write({ [file]: language[kind] });
    expect((await runIt()).message).toMatch(/^error: no test ran \[no-tests\]\n/);
    expect(await runIt({ passWithNoTests: true })).toMatchObject({ success: true, message: undefined });
    repository.write({ [file]: original });
  });

  test("failing: the exit code is in the message, the tool's output before it", async () => {
    const file = path.join(project, testFile);
    const original = readFileSync(path.join(repository.root, file), "utf8");
    repository.write({ [file]: language.failing });
    const { success, message, text } = await runIt({ passWithNoTests: true });
    expect(success).toBe(false);
    expect(message).toBe(`error: ${tester.name} ended with exit code ${language.exitCode} [tests-failed]`);
    expect(text).toMatch(/one/);
    expect(tester.countTests(readFileSync(reportFile(), "utf8"))).toBe(1);
    repository.write({ [file]: original });
  });

  test("a missing tool", async () => {
    const { success, text } = await runIt({}, { PATH: "/nowhere" });
    expect(success).toBe(false);
    expect(text).toBe(
      `\nerror: \`${language.language}\` is not installed [tool-missing]\n` +
        `  fix: ${tester.toolchain.programs[language.language]}\n`,
    );
    expect(existsSync(reportFile())).toBe(false);
  });

  test("a lock out of date is not rewritten", async () => {
    const lockFile = path.join(repository.root, "services", tester.toolchain.lock);
    const before = readFileSync(lockFile, "utf8");
    const [manifest, text] = language.manifest;
    const file = path.join("services", manifest);
    const original = readFileSync(path.join(repository.root, file), "utf8");
    repository.write({ [file]: text });
    const { success, message } = await runIt();
    expect(success).toBe(false);
    expect(message).toBe(
      `error: ${tester.toolchain.lock} does not agree with the manifests of its workspace [lock-out-of-date]\n  fix: ${fix}`,
    );
    expect(readFileSync(lockFile, "utf8")).toBe(before);
    repository.write({ [file]: original });
  });
});

/** What the executor itself says, after whatever the tool has said. */
function ownMessage(text: string): string | undefined {
  return /\n(error: .* \[[a-z-]+\](?:\n {2}(?:why|fix): .*)*)\n$/.exec(text)?.[1];
}
