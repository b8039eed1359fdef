import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { nxRepository, type NxRepository } from "../fixtures/nx-repository.ts";
import { languageFiles } from "../fixtures/workspace.ts";

const dockerfile = [
  "FROM scratch AS deps",
  "COPY api/pyproject.toml /",
  "FROM deps AS api",
  "COPY api/src /src",
  "FROM scratch AS v1",
  "COPY one.txt /",
  "FROM scratch AS v1.2",
  "COPY two.txt /",
  "FROM scratch",
  "COPY docs /",
].join("\n");

let repository: NxRepository;
beforeAll(() => {
  repository = nxRepository({
    ...languageFiles.uv,
    Dockerfile: dockerfile,
    ".dockerignore": "**/*.md\n",
    "one.txt": "1",
    "two.txt": "2",
    "docs/a.txt": "",
    "docs/a.md": "",
    "nx.json": JSON.stringify({
      plugins: ["@polystage/nx"],
      analytics: false,
      neverConnectToCloud: true,
      sync: { globalGenerators: ["@polystage/nx:stage-lock"] },
    }),
  });
  repository.runNx("sync");
  repository.commit();
});
afterEach(() => {
  repository.exec(".", "git", "checkout", "-q", ".");
});
afterAll(() => repository[Symbol.dispose]());

const targets = ["image", "deps", "v1", "v1.2", "4"];

test.each<[what: string, from: string, to: string, tasks: string[]]>([
  ["the image of a project", "api/src /src", "api/src /source", ["api:image"]],
  ["a stage that others are made of", "api/pyproject.toml /", "api/pyproject.toml /x", ["api:image", "docker:deps"]],
  ["a stage whose name begins another's", "one.txt /", "one.txt /x", ["docker:v1"]],
  ["a stage with a dot in its name", "two.txt /", "two.txt /x", ["docker:v1.2"]],
  ["a stage without a name", "docs /", "docs /x", ["docker:4"]],
])("an edit of %s: nx sync:check fails until nx sync, then that stage is affected", (_what, from, to, tasks) => {
  repository.write({ Dockerfile: dockerfile.replace(from, to) });
  const check = repository.runNx("sync:check");
  expect(check.status).toBe(1);
  expect(check.text).toContain("docker/stages.json does not say what the Dockerfile says.");
  expect(repository.runNx("sync").status).toBe(0);
  expect(repository.runNx("sync:check").status).toBe(0);
  expect(repository.affectedTasks(...targets)).toEqual(tasks);
});

test("a comment is no edit", () => {
  repository.write({ Dockerfile: `# A comment.\n${dockerfile}` });
  expect(repository.runNx("sync:check").status).toBe(0);
  expect(repository.affectedTasks(...targets)).toEqual([]);
});

test.each<[file: string, tasks: string[]]>([
  ["api/pyproject.toml", ["api:image", "docker:deps"]],
  ["api/src/api/__main__.py", ["api:image"]],
  ["docs/a.txt", ["docker:4"]],
  // Ignored, which Nx is told for the root alone: see stage-inputs.ts.
  ["docs/a.md", ["docker:4"]],
  ["package-lock.json", []],
])("an edit of %s", (file, tasks) => {
  repository.write({ [file]: `${repository.exec(".", "cat", file)}\n` });
  expect(repository.affectedTasks(...targets)).toEqual(tasks);
});

test.each([
  ["Dockerfile", "FRM scratch\n", "Dockerfile:1: error: FRM is not an instruction."],
  [".dockerignore", "[a-\n", ".dockerignore:1: error: "],
])("a broken %s is red under nx affected -t image", (file, text, said) => {
  repository.write({ [file]: text });
  expect(repository.affectedTasks("image")).toEqual(["docker:image"]);
  const { status, text: output } = repository.runNx("affected", "-t", "image");
  expect(status).toBe(1);
  expect(output).toContain(said);
  expect(repository.runNx("sync:check").status).toBe(1);
});
