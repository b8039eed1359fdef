import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createScratchRepository, type ScratchRepository } from "@polystage/git/scratch-repository";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PlanReport } from "./make-plan.ts";
import { runCommand } from "./run-command.ts";

const dockerfile = `# syntax=docker/dockerfile:1
ARG ALPINE=3.22
FROM alpine:\${ALPINE} AS deps
COPY lock.txt /
RUN install --from lock.txt
FROM deps AS app
COPY src /src
FROM scratch AS docs
COPY docs /docs
`;

let scratch: ScratchRepository;
let first: string;

beforeEach(() => {
  scratch = createScratchRepository();
  scratch.write("Dockerfile", dockerfile);
  scratch.write(".dockerignore", "**/*.log\n");
  scratch.write("lock.txt", "1");
  scratch.write("src/main.txt", "1");
  scratch.write("docs/index.txt", "1");
  first = scratch.commit("first");
});

afterEach(() => scratch.dispose());

function plan(...args: string[]): PlanReport & { exitCode: number; stderr: string } {
  const { exitCode, stdout, stderr } = runCommand(["plan", "--repo", scratch.directory, "--json", ...args]);
  return { ...(JSON.parse(stdout) as PlanReport), exitCode, stderr };
}

function rebuilt({ stages }: Pick<PlanReport, "stages">): string[] {
  return stages.filter(({ verdict }) => verdict === "rebuild").map(({ name }) => name);
}

describe("what is compared with what", () => {
  test("without base and head, the working tree with the last commit", () => {
    scratch.write("src/main.txt", "2");
    const report = plan();
    expect(report).toMatchObject({ base: first, head: "working tree", exitCode: 0, stderr: "" });
    expect(rebuilt(report)).toEqual(["app"]);
  });

  test("an untracked file is in the working tree; one that git ignores is not, and that is said", () => {
    scratch.write("docs/new.txt", "new");
    expect(rebuilt(plan())).toEqual(["docs"]);
    expect(plan().assumptions).toContain(
      "no stage reads a file that git ignores, or one marked assume-unchanged or skip-worktree",
    );
  });

  test("a head alone is compared with its parent", () => {
    scratch.write("docs/index.txt", "2");
    const second = scratch.commit();
    scratch.write("src/main.txt", "not committed");
    const report = plan("--head", "main");
    expect(report).toMatchObject({ base: first, head: second });
    expect(rebuilt(report)).toEqual(["docs"]);
  });

  test("any two revisions, backwards too", () => {
    scratch.write("src/main.txt", "2");
    scratch.commit();
    scratch.write("docs/index.txt", "2");
    scratch.commit();
    expect(rebuilt(plan("--base", first, "--head", "HEAD"))).toEqual(["app", "docs"]);
    expect(rebuilt(plan("--base", "HEAD", "--head", "HEAD~1"))).toEqual(["docs"]);
    expect(rebuilt(plan("--base", "HEAD", "--head", "HEAD"))).toEqual([]);
  });

  test("the Dockerfile and ignore file that count are each side's own", () => {
    scratch.write("Dockerfile", dockerfile.replace("COPY docs", "COPY lock.txt docs"));
    const second = scratch.commit();
    scratch.write("Dockerfile", "nonsense");
    expect(rebuilt(plan("--base", first, "--head", second))).toEqual(["docs"]);
  });
});

describe("a base that is not there rebuilds all, and says so", () => {
  test("the first commit", () => {
    const report = plan("--head", "HEAD");
    expect(rebuilt(report)).toEqual(["deps", "app", "docs"]);
    expect(report).toMatchObject({ base: null, exitCode: 0 });
    expect(report.stderr).toContain("the head is the first commit");
  });

  test("no commit at all", () => {
    const empty = createScratchRepository();
    try {
      empty.write("Dockerfile", "FROM scratch\nCOPY a /\n");
      const { stdout, stderr, exitCode } = runCommand(["plan", "--repo", empty.directory, "--json"]);
      expect(rebuilt(JSON.parse(stdout) as PlanReport)).toEqual(["0"]);
      expect({ stderr, exitCode }).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("no commit yet") });
    } finally {
      empty.dispose();
    }
  });

  test("a branch that was never fetched", () => {
    const report = plan("--base", "origin/main", "--head", "HEAD");
    expect(rebuilt(report)).toHaveLength(3);
    expect(report.stderr).toMatch(/origin\/main is not in this repository.*\n.*fix: `git fetch/);
  });

  test("a shallow clone", () => {
    scratch.write("src/main.txt", "2");
    scratch.commit();
    const clone = mkdtempSync(join(tmpdir(), "polystage shallow-"));
    try {
      execFileSync("git", ["clone", "--quiet", "--depth", "1", `file://${scratch.directory}`, clone]);
      const { stdout, stderr, exitCode } = runCommand(["plan", "--repo", clone, "--head", "HEAD", "--json"]);
      expect(rebuilt(JSON.parse(stdout) as PlanReport)).toHaveLength(3);
      expect({ stderr, exitCode }).toMatchObject({
        exitCode: 0,
        stderr: expect.stringContaining("git fetch --unshallow"),
      });
    } finally {
      rmSync(clone, { recursive: true, force: true });
    }
  });

  test("a base without the Dockerfile, or with one that BuildKit refuses", () => {
    scratch.write("Dockerfile", "nonsense");
    const broken = scratch.commit();
    scratch.remove("Dockerfile");
    const without = scratch.commit();
    scratch.write("Dockerfile", dockerfile);
    scratch.commit();
    for (const base of [broken, without]) {
      const report = plan("--base", base, "--head", "HEAD");
      expect(rebuilt(report)).toHaveLength(3);
      expect(report.stderr).toContain("the base cannot be built");
    }
  });
});

describe("what the user did wrong is one message and exit code 2", () => {
  test.each([
    [["--head", "no-such-branch"], /--head no-such-branch names no commit/],
    [["--dockerfile", "Nofile"], /Nofile: error: there is no such file.*--dockerfile/s],
    [["--dockerfile", "../Dockerfile"], /lies outside the repository/],
    [["--bse", "main"], /--bse/],
    [["--base"], /--base/],
    [["--format", "yaml"], /there is no format `yaml`.*table, json/s],
    [["--platform", "amd64"], /--platform amd64 cannot be read/],
    [["--build-arg", "=x"], /--build-arg =x cannot be read/],
    [["word"], /word/],
    [["--context", "none"], /none: error: there is no such directory.*--context/s],
    [["--context", "src/main.txt", "--head", "HEAD"], /main.txt: error: there is no such directory at [0-9a-f]{40}/],
    [["--repo", "/dev/null"], /\/dev\/null: error: there is no such directory/],
  ])("%j", (args, message) => {
    const { exitCode, stdout, stderr } = runCommand(["plan", "--repo", scratch.directory, ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test("a Dockerfile that BuildKit refuses", () => {
    scratch.write("Dockerfile", "FROM alpine\nCOPPY a b\n");
    const { exitCode, stdout, stderr } = runCommand(["plan", "--repo", scratch.directory, "--json"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/^Dockerfile:2: error: .*COPPY/);
  });
});

describe("the options of a build", () => {
  test("a build argument reaches the stages that use it, on both sides alike", () => {
    const report = plan("--build-arg", "ALPINE=3.21", "--head", "HEAD", "--base", "HEAD");
    expect(rebuilt(report)).toEqual([]);
    expect(report.assumptions.join()).toContain("alpine:3.21");
  });

  test("a context below the root: paths are its own, what lies outside is not seen", () => {
    scratch.write("sub/Dockerfile", "FROM scratch\nCOPY a /\n");
    scratch.write("sub/a", "1");
    scratch.commit();
    scratch.write("sub/a", "2");
    scratch.write("a", "outside");
    const report = plan("--dockerfile", "sub/Dockerfile", "--context", "sub");
    expect(report.stages[0]?.reasons).toMatchObject([{ kind: "file", path: "a", line: 2 }]);
    expect(report).toMatchObject({ dockerfile: "sub/Dockerfile", context: "sub" });
  });

  test("the Dockerfile's own ignore file comes first, an empty one too", () => {
    scratch.write(".dockerignore", "**\n");
    scratch.write("Dockerfile.dockerignore", "");
    scratch.commit();
    scratch.write("src/main.txt", "2");
    expect(rebuilt(plan())).toEqual(["app"]);
  });

  test("a source that is a symlink, or lies behind one, is in doubt", () => {
    scratch.write("real/main.txt", "1");
    scratch.write("link", "-> real");
    scratch.write(
      "Dockerfile",
      "FROM scratch AS a\nCOPY link /\nFROM scratch AS b\nCOPY link/main.txt /\nFROM scratch AS c\nCOPY real /\n",
    );
    scratch.commit();
    for (const args of [[], ["--base", "HEAD", "--head", "HEAD"]]) {
      const report = plan(...args);
      expect(rebuilt(report)).toEqual(["a", "b"]);
      expect(report.stages[1]?.reasons).toMatchObject([{ kind: "unknown", path: "link", line: 4 }]);
    }
  });

  test("a symlink that a wildcard finds is in doubt; one within a copied directory is copied itself", () => {
    scratch.write("data/real", "1");
    scratch.write("a.txt", "-> data/real");
    scratch.write("src/link", "-> main.txt");
    scratch.write("Dockerfile", "FROM scratch AS a\nCOPY *.txt /x/\nFROM scratch AS b\nCOPY src /\n");
    scratch.commit();
    expect(rebuilt(plan("--base", "HEAD", "--head", "HEAD"))).toEqual(["a"]);
  });

  test("with .git in the build context every commit is a change of it", () => {
    scratch.write(".dockerignore", "*.md\n");
    scratch.write("Dockerfile", "FROM scratch AS a\nCOPY . /x\nFROM scratch AS b\nCOPY src /\n");
    scratch.commit();
    scratch.write("a.md", "kept out");
    scratch.commit();
    expect(rebuilt(plan("--head", "HEAD"))).toEqual(["a"]);
    expect(rebuilt(plan("--base", "HEAD", "--head", "HEAD"))).toEqual([]);
  });

  test("links to the Dockerfile and its ignore file are followed, at a commit too", () => {
    scratch.write("conf/ignore", "src\n");
    scratch.write("conf/Dockerfile", "FROM scratch AS a\nCOPY . /a\n");
    scratch.write(".dockerignore", "-> conf/ignore");
    scratch.write("Dockerfile", "-> conf/Dockerfile");
    scratch.commit();
    scratch.write("conf/ignore", "src\ndocs\n");
    scratch.commit();
    expect(plan("--head", "HEAD").stages[0]?.reasons.map(({ kind, path }) => `${kind} ${path}`)).toContain(
      "ignore docs/index.txt",
    );
  });

  test("an ignore file beside a Dockerfile outside the context counts, at a commit too", () => {
    scratch.write("docker/Dockerfile", "FROM scratch AS a\nCOPY . /a\n");
    scratch.write("docker/Dockerfile.dockerignore", "b\n");
    scratch.write("svc/a", "1");
    scratch.write("svc/b", "1");
    scratch.commit();
    scratch.write("docker/Dockerfile.dockerignore", "a\n");
    scratch.commit();
    expect(rebuilt(plan("--head", "HEAD", "--context", "svc", "--dockerfile", "docker/Dockerfile"))).toEqual(["a"]);
  });

  test("a git that fails is an error, never no change", () => {
    scratch.write(".git/index", "junk");
    const { exitCode, stdout, stderr } = runCommand(["plan", "--repo", scratch.directory, "--json"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/git \S+ failed: .*index/);
  });

  test.each([
    ["a source behind a file", "COPY src/main.txt/x /"],
    ["a source with an endless name", `COPY ${"a".repeat(300)} /`],
  ])("%s is no crash", (_, copy) => {
    scratch.write("Dockerfile", `FROM scratch AS a\n${copy}\n`);
    expect(plan()).toMatchObject({ exitCode: 0 });
  });

  test("the variables of a hook do not lead to another repository", () => {
    const other = createScratchRepository();
    process.env["GIT_DIR"] = join(other.directory, ".git");
    try {
      scratch.write("src/main.txt", "2");
      expect(rebuilt(plan())).toEqual(["app"]);
    } finally {
      delete process.env["GIT_DIR"];
      other.dispose();
    }
  });

  test("fingerprints follow the content and nothing else", () => {
    const before = plan("--head", "HEAD", "--fingerprints").fingerprints ?? {};
    expect(Object.keys(before)).toEqual(["deps", "app", "docs"]);
    expect(plan("--fingerprints").fingerprints).toEqual(before);
    scratch.write("src/main.txt", "2");
    const after = plan("--fingerprints").fingerprints ?? {};
    expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(["app"]);
    scratch.write("src/main.txt", "1");
    expect(plan("--fingerprints").fingerprints).toEqual(before);
  });
});

describe("the formats", () => {
  beforeEach(() => scratch.write("src/main.txt", "2"));
  const print = (...args: string[]) => runCommand(["plan", "--repo", scratch.directory, ...args]).stdout;

  test("table", () => {
    expect(print().replace(/[0-9a-f]{9}/, "BASE")).toBe(
      [
        "stage  verdict  why",
        "deps   reuse",
        "app    rebuild  src/main.txt was modified; COPY on line 7 reads it",
        "docs   reuse",
        "",
        "1 of 3 stages rebuilt by BASE..working tree: build app",
        "",
      ].join("\n"),
    );
  });

  test("markdown, with what would be markup escaped", () => {
    scratch.write("src/a|b<i>.txt", "x");
    expect(print("--format", "markdown")).toContain(String.raw`src/a\|b&lt;i>.txt was added`);
  });

  test("bake: the targets as a file that docker buildx bake takes", () => {
    expect(JSON.parse(print("--format", "bake", "--build-arg", "A=1"))).toEqual({
      group: { default: { targets: ["app"] } },
      target: { app: { context: ".", dockerfile: "Dockerfile", target: "app", args: { A: "1" } } },
    });
  });

  test("github: the matrix and the summary, into the files that the runner names", () => {
    const [output, summary] = [join(scratch.directory, "../output"), join(scratch.directory, "../summary")];
    const environment = { GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary };
    const { stdout } = runCommand(["plan", "--repo", scratch.directory, "--format", "github"], environment);
    expect(stdout).toBe("");
    expect(readFileSync(output, "utf8")).toBe('matrix={"include":[{"target":"app"}]}\nhas-work=true\n');
    expect(readFileSync(summary, "utf8")).toContain("| app | **rebuild** |");
  });

  test("github, with nothing to do: the flag says so", () => {
    scratch.write("src/main.txt", "1");
    expect(print("--format", "github")).toContain('matrix={"include":[]}\nhas-work=false\n');
  });
});
