import { spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import type { ScratchRepository } from "@polystage/git/scratch-repository";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withoutNx } from "./ask-nx.ts";
import { copyRepository, root } from "./copy-repository.ts";

let copy: ScratchRepository;

beforeAll(() => {
  copy = copyRepository();
  symlinkSync(join(root, ".tools"), join(copy.directory, ".tools"));
});

afterAll(() => copy.dispose());

const projects = ["greeting-py", "greeting-ts", "greeting-rs", "@polystage/diagnostics"];

/** What `npm test` does behind its own set-up, for one project of each language. */
function runTests() {
  const script = join("tools", "bootstrap", "src", "test.ts");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=@polystage/source", "--import", "tsx", script, "--projects", projects.join(",")],
    { cwd: copy.directory, encoding: "utf8", env: { ...withoutNx(process.env), CI: "true" } },
  );
  const text = stripVTControlCharacters(stdout).trimEnd();
  return { status, text: `${text}\n${stderr}`, closing: text.split("\n").at(-1) };
}

test("a failure planted in each language turns the run red, and is counted", () => {
  const before = runTests();
  expect(before, before.text).toMatchObject({
    status: 0,
    closing: expect.stringMatching(/^[1-9]\d* passed, 0 failed$/),
  });

  copy.write(
    "services/libs/greeting-py/tests/test_planted.py",
    '"""Planted."""\n\n\ndef test_planted() -> None:\n    assert 1 == 2\n',
  );
  copy.write(
    "services/libs/greeting-ts/test/planted.test.ts",
    'import { expect, test } from "bun:test";\n\ntest("planted", () => expect(1 + 1).toBe(3));\n',
  );
  copy.write(
    "services/libs/greeting-rs/tests/planted.rs",
    "//! Planted.\n\n#[test]\nfn planted() {\n    panic!();\n}\n",
  );
  copy.write(
    "libs/diagnostics/src/planted.test.ts",
    'import { expect, test } from "vitest";\n\ntest("planted", () => {\n  expect(1 + 1).toBe(3);\n});\n',
  );
  const after = runTests();
  expect(after.status).toBe(1);
  for (const project of projects) expect(after.text).toContain(`Failed: ${project}:test`);
  const passed = Number.parseInt(before.closing ?? "", 10);
  const [, passedAfter, failedAfter] = /^(\d+) passed, (\d+) failed$/.exec(after.closing ?? "") ?? [];
  expect(Number(passedAfter)).toBe(passed);
  expect(Number(failedAfter)).toBeGreaterThanOrEqual(4);
}, 400_000);
