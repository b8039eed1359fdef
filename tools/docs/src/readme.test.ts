import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { edits } from "./edits-table.ts";
import { renewSections } from "./sections.ts";
import { readThisBuild, root } from "./this-build.ts";

const readme = readFileSync(join(root, "README.md"), "utf8");

test("the generated parts of README.md are up to date: `npm run write --workspace @polystage/docs` renews them", () => {
  expect(readme).toBe(renewSections(readme, readThisBuild()));
});

test.each(edits)("%s: %s exists", (_, path) => {
  expect(existsSync(join(root, path))).toBe(true);
});

test("every relative link of README.md leads to a file", () => {
  const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = ""]) => link);
  expect(links.length).toBeGreaterThan(3);
  expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
});
