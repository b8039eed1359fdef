import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { chooseCommand } from "./run-tasks.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const zeros = "0".repeat(40);

test.each([
  ["no options", [], "run-many"],
  ["options of Nx", ["--projects", "api,web", "--skipNxCache"], "run-many --projects api,web --skipNxCache"],
  ["what a change affects", ["--affected", "--base", "HEAD", "--head", "HEAD"], "affected --base=HEAD --head=HEAD"],
  [
    "in another order, spelt with =",
    ["--base=HEAD", "--skipNxCache", "--affected"],
    "affected --base=HEAD --skipNxCache",
  ],
  ["a first push: there is nothing before it", ["--affected", "--base", zeros, "--head", "HEAD"], "run-many"],
  ["a base that is not in this clone", ["--affected", "--base=no-such-branch"], "run-many"],
  ["an empty base", ["--affected", "--base", ""], "run-many"],
])("%s", (_, options, command) => {
  expect(chooseCommand(root, options).command.join(" ")).toBe(command);
});
