import { expect, test } from "vitest";
import { findBuilder, type Probe } from "./find-builder.ts";

/** Answers by the command's first words; whatever is not listed is not installed. */
function machine(answers: Readonly<Record<string, string>>): Probe {
  return (program, args) => {
    const command = [program, ...args].join(" ");
    const known = Object.keys(answers).find((prefix) => command.startsWith(prefix));
    return known === undefined ? { exitCode: null, stdout: "" } : { exitCode: 0, stdout: answers[known] ?? "" };
  };
}

const docker = { "docker version": "28.2.2\n", "docker buildx inspect": "Name:   desktop-linux\nDriver: docker\n" };

test.each([
  ["nothing installed", {}, {}, null],
  ["a client without a daemon", {}, { "docker buildx inspect": "Name: default\n" }, null],
  ["docker with a live daemon", {}, docker, { kind: "docker buildx", name: "desktop-linux" }],
  ["a named builder comes first", { BUILDX_BUILDER: "ci" }, docker, { kind: "BUILDX_BUILDER", name: "ci" }],
  ["a named builder that is not there is no reason to take another", { BUILDX_BUILDER: "ci" }, {}, null],
  [
    "a daemon of its own",
    { BUILDKIT_HOST: "unix:///run/buildkitd.sock" },
    { "buildctl --addr unix:///run/buildkitd.sock": "" },
    { kind: "buildkitd", name: "unix:///run/buildkitd.sock" },
  ],
  ["a daemon that does not answer", { BUILDKIT_HOST: "tcp://127.0.0.1:1" }, {}, null],
] as const)("%s", (_, environment, answers, expected) => {
  expect(findBuilder(environment, machine(answers))).toEqual(expected);
});
