import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const path = [join(root, ".tools/uv/bin"), join(root, "node_modules/.bin"), process.env["PATH"]].join(delimiter);

/** Each language's own command, as services/README.md names it, and how it tells that tests have passed. */
const commands: readonly (readonly [string, RegExp])[] = [
  ["uv run pytest", /[1-9]\d* passed/],
  ["bun test", /[1-9]\d* pass\n.* 0 fail/],
  ["cargo test", /test result: ok\. [1-9]\d* passed/],
];

test.each(commands)("`%s` in services/ runs the tests of that language", (command, passed) => {
  const readmes = ["README.md", "services/README.md"].map((file) => readFileSync(join(root, file), "utf8"));
  for (const readme of readmes) expect(readme).toContain(`\`${command}\``);
  const [program = "", ...args] = command.split(" ");
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: join(root, "services"),
    env: { ...process.env, PATH: path },
    encoding: "utf8",
  });
  const output = stripVTControlCharacters(`${stdout}\n${stderr}`);
  expect(output).toMatch(passed);
  expect(status, output).toBe(0);
});
