import { parseDockerfile } from "@polystage/dockerfile";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ContextChange } from "./context-changes.ts";
import { planStages, type Plan } from "./plan.ts";

const seed = 20_260_101;
console.log(`fast-check seed ${seed}`);
const settings = { seed, numRuns: 500 };

const directories = ["a", "b", "c"];
const file = fc.tuple(fc.constantFrom(...directories), fc.constantFrom("x", "y")).map((parts) => parts.join("/"));

const instruction = fc.oneof(
  file.map((path) => `COPY ${path} /${path}`),
  fc.constantFrom(...directories).map((directory) => `COPY ${directory} /${directory}`),
  fc.constantFrom("RUN one", "RUN two", "ENV V=1", "LABEL l=1", "ARG V=2", "WORKDIR /w", "USER u"),
  fc.constantFrom(...directories).map((directory) => `RUN --mount=type=bind,source=${directory},target=/m three`),
);

/** Stages s0, s1, ...: each FROM an image or an earlier stage, some copying from one. */
const dockerfile = fc
  .array(
    fc.record({
      parent: fc.nat({ max: 20 }),
      copied: fc.option(fc.nat({ max: 20 }), { nil: null }),
      instructions: fc.array(instruction, { maxLength: 5 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((stages) =>
    stages
      .map(({ parent, copied, instructions }, index) => {
        const earlier = (choice: number) => (choice % (index + 1) < index ? `s${choice % (index + 1)}` : null);
        const from = copied === null ? null : earlier(copied);
        return [
          `FROM ${earlier(parent) ?? "image"} AS s${index}`,
          ...instructions,
          ...(from === null ? [] : [`COPY --from=${from} /p /p`]),
        ].join("\n");
      })
      .join("\n"),
  );

function plan(before: string, after: string, paths: readonly string[]): Plan {
  const options = { buildArgs: {}, platform: "linux/amd64" };
  const build = (text: string) => ({ dockerfile: parseDockerfile(text, { file: "Dockerfile" }), options });
  const changes = paths.map((path): ContextChange => ({ path, status: "modified", type: "file", kind: "file" }));
  return planStages(build(before), build(after), changes);
}

function rebuilt({ stages }: Plan): string[] {
  return stages.filter(({ verdict }) => verdict === "rebuild").map(({ name }) => name);
}

test("nothing changed, nothing rebuilt; comments change nothing", () => {
  fc.assert(
    fc.property(dockerfile, (text) => {
      expect(rebuilt(plan(text, text, []))).toEqual([]);
      expect(rebuilt(plan(text, text.replaceAll("\n", "\n# comment\n\n"), []))).toEqual([]);
    }),
    settings,
  );
});

test("a rebuilt stage has reasons, a reused one has none and no first step", () => {
  fc.assert(
    fc.property(dockerfile, dockerfile, fc.uniqueArray(file), (before, after, paths) => {
      for (const { verdict, reasons, firstStep } of plan(before, after, paths).stages) {
        expect(reasons.length > 0).toBe(verdict === "rebuild");
        expect(verdict === "reuse" && firstStep !== null).toBe(false);
      }
    }),
    settings,
  );
});

test("more changes never rebuild less, and together they rebuild what each does", () => {
  fc.assert(
    fc.property(dockerfile, fc.uniqueArray(file, { minLength: 1 }), (text, paths) => {
      const alone = new Set(paths.flatMap((path) => rebuilt(plan(text, text, [path]))));
      expect(new Set(rebuilt(plan(text, text, paths)))).toEqual(alone);
    }),
    settings,
  );
});

/** The same answer in another way: by walking the text, without keys. */
function readersOf(text: string, path: string): Set<string> {
  const directory = path.split("/")[0] ?? "";
  const reading = new Set<string>();
  for (const stage of text.split(/^(?=FROM )/m)) {
    const [, parent = "", name = ""] = /^FROM (\S+) AS (\S+)/.exec(stage) ?? [];
    const sources = new Set(
      [...stage.matchAll(/^COPY (?!--from)(\S+) |source=([^,]+)/gm)].map(([, copied, bound]) => copied ?? bound),
    );
    const copied = /--from=(\S+)/.exec(stage)?.[1] ?? "";
    const reads = sources.has(path) || sources.has(directory);
    if (reads || reading.has(parent) || reading.has(copied)) reading.add(name);
  }
  return reading;
}

test("a changed file rebuilds exactly the stages that read it and those made of them", () => {
  fc.assert(
    fc.property(dockerfile, file, (text, path) => {
      expect(new Set(rebuilt(plan(text, text, [path])))).toEqual(readersOf(text, path));
    }),
    settings,
  );
});
