import { expect, test } from "vitest";
import { languageFiles, temporaryRepository } from "../fixtures/workspace.ts";
import { dockerfileStages } from "./stage-targets.ts";

type Files = Readonly<Record<string, string>>;

/** `directory (name) target: command`, in the order of the projects. */
async function targetsOf(files: Files): Promise<readonly string[]> {
  using repository = temporaryRepository(files);
  const nodes = await dockerfileStages.infer(Object.keys(files), repository.root);
  return nodes.flatMap(([file, { projects = {} }]) =>
    Object.entries(projects).flatMap(([directory, { name, targets = {} }]) =>
      Object.entries(targets).map(([target, { options }]) => {
        const { command, diagnostic } = options as { command?: string; diagnostic?: string };
        return `${file} > ${directory}${name === undefined ? "" : ` (${name})`} ${target}: ${command ?? diagnostic}`;
      }),
    ),
  );
}

const build = (stage: string) => `docker buildx build --file Dockerfile --target ${stage} .`;

test.each<[what: string, files: Files, targets: string[]]>([
  ["no Dockerfile", languageFiles.uv, []],
  [
    "a stage named after a project, others, and one of a name that is no project's",
    {
      ...languageFiles.uv,
      Dockerfile: "FROM scratch AS deps\nFROM deps AS api\nFROM deps AS no-project\n",
    },
    [
      `Dockerfile > api image: ${build("api")}`,
      `Dockerfile > docker (docker) deps: ${build("deps")}`,
      `Dockerfile > docker (docker) no-project: ${build("no-project")}`,
    ],
  ],
  [
    "a package's name counts, not its directory's",
    { ...languageFiles.uv, Dockerfile: "FROM scratch AS greet_py\nFROM scratch AS greet-py\n" },
    [
      `Dockerfile > greet-py image: ${build("greet-py")}`,
      `Dockerfile > docker (docker) greet_py: ${build("greet_py")}`,
    ],
  ],
  [
    "a stage without a name, and one with a dot",
    { Dockerfile: "FROM scratch\nFROM scratch AS v1.2\n" },
    [`Dockerfile > docker (docker) 0: ${build("0")}`, `Dockerfile > docker (docker) v1.2: ${build("v1.2")}`],
  ],
  [
    "a stray Dockerfile elsewhere, broken or not",
    { "api/Dockerfile": "FROM scratch AS api\n", "web/Dockerfile": "FRM\n", Dockerfile: "FROM scratch AS only\n" },
    [`Dockerfile > docker (docker) only: ${build("only")}`],
  ],
  ["a stray Dockerfile alone", { "api/Dockerfile": "FROM scratch AS api\n" }, []],
  [
    "a stage of a project whose manifest is broken",
    { ...languageFiles.uv, "api/pyproject.toml": "[", Dockerfile: "FROM scratch AS api\n" },
    [`Dockerfile > api image: ${build("api")}`],
  ],
])("%s", async (_what, files, targets) => {
  expect(await targetsOf(files)).toEqual(targets);
});

test.each<[what: string, files: Files, said: RegExp]>([
  [
    "an unknown instruction",
    { Dockerfile: "FROM scratch\nCPY a b\n" },
    /image: Dockerfile:2: error: CPY is not .*\n {2}fix: /,
  ],
  [
    "an ignore file that Docker refuses",
    { Dockerfile: "FROM scratch\n", ".dockerignore": "a\n[b-\n" },
    /image: \.dockerignore:2: error: /,
  ],
  [
    "the Dockerfile's own ignore file",
    { Dockerfile: "FROM scratch\n", "Dockerfile.dockerignore": "[b-\n", ".dockerignore": "a\n" },
    /image: Dockerfile\.dockerignore:1: error: /,
  ],
])("broken: %s", async (_what, files, said) => {
  expect(await targetsOf(files)).toEqual([expect.stringMatching(said)]);
});

test("the target of a broken Dockerfile is reached by whatever may mend it", async () => {
  using repository = temporaryRepository({ Dockerfile: "FRM\n" });
  const [node] = await dockerfileStages.infer(["Dockerfile"], repository.root);
  expect(node?.[1].projects?.["docker"]?.targets?.["image"]).toMatchObject({
    executor: "@polystage/nx:broken",
    cache: false,
    inputs: [
      "{workspaceRoot}/Dockerfile",
      "{workspaceRoot}/Dockerfile.dockerignore",
      "{workspaceRoot}/.dockerignore",
      { externalDependencies: [] },
    ],
  });
});
