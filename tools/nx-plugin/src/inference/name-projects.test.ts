import { DiagnosticError } from "@polystage/diagnostics";
import { expect, test } from "vitest";
import type { Member } from "../toolchains/toolchain.ts";
import { uv } from "../toolchains/uv.ts";
import type { Problem } from "./find-members.ts";
import { nameProjects } from "./name-projects.ts";

const member = (directory: string, packageName: string): Member => ({
  toolchain: uv,
  directory,
  packageName,
  manifest: {},
  workspaceDirectory: ".",
  workspaceManifest: {},
});

test.each<[what: string, members: [directory: string, packageName: string, name: string][]]>([
  [
    "the package's own name",
    [
      ["services/api", "api", "api"],
      ["services/libs/greet-py", "greeting-py", "greeting-py"],
    ],
  ],
  [
    "a shared name gives way to the directory's",
    [
      ["a/greet-py", "greet", "greet-py"],
      ["a/greet-rs", "greet", "greet-rs"],
    ],
  ],
  [
    "and to the whole path",
    [
      ["a/greet", "greet", "a-greet"],
      ["b/greet", "greet", "b-greet"],
    ],
  ],
  [
    "a directory's name may be taken too",
    [
      ["a/one", "x", "a-one"],
      ["b/two", "x", "two"],
      ["c", "one", "c"],
    ],
  ],
  [
    "the root keeps its name",
    [
      [".", "x", "x"],
      ["libs/x", "x", "libs-x"],
    ],
  ],
])("%s", (_what, table) => {
  const members = table.map(([directory, packageName]) => member(directory, packageName));
  const names = nameProjects({ members, problems: [], packages: members });
  expect(members.map(({ directory }) => names.get(directory))).toEqual(table.map(([, , name]) => name));
});

const broken = (directory: string): Problem => ({
  toolchain: uv,
  directory,
  file: `${directory}/pyproject.toml`,
  error: new DiagnosticError(),
});

test.each<[what: string, broken: string[], others: [directory: string, name: string][], names: string[]]>([
  ["its directory's, which is mostly the package's", ["services/api"], [["services/web", "web"]], ["api"]],
  ["its whole path where a project has that name", ["services/api"], [["apps/a", "api"]], ["services-api"]],
  ["its whole path where another broken one has it", ["a/greet", "b/greet"], [], ["greet", "b-greet"]],
  [
    "its very path where the whole path is a name too",
    ["a/b"],
    [
      ["x", "b"],
      ["y", "a-b"],
    ],
    ["a/b"],
  ],
  ["the same on every machine at the root", ["."], [], ["root"]],
  ["the project's own where the directory holds one in another language", ["a/b"], [["a/b", "c"]], ["c"]],
])("a broken one: %s", (_what, directories, others, expected) => {
  const members = others.map(([directory, packageName]) => member(directory, packageName));
  const names = nameProjects({ members, problems: directories.map(broken), packages: members });
  expect(directories.map((directory) => names.get(directory))).toEqual(expected);
  expect(others.map(([directory]) => names.get(directory))).toEqual(others.map(([, name]) => name));
});

test("a broken one leaves the name of a package to whoever makes a project of it", () => {
  const packages = [{ directory: "apps/x", packageName: "api" }];
  const names = nameProjects({ members: [], problems: [broken("services/api")], packages });
  expect(names.get("services/api")).toBe("services-api");
});

test("a package in its own directory does not take a broken one's name", () => {
  const packages = [{ directory: "services/api", packageName: "api" }];
  const names = nameProjects({ members: [], problems: [broken("services/api")], packages });
  expect(names.get("services/api")).toBe("api");
});
