import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { isAlive } from "../fixtures/processes.ts";
import { temporaryRepository } from "../fixtures/workspace.ts";
import { run, type Start } from "./run.ts";

const shell = (script: string): Start => ({
  program: "/bin/sh",
  args: ["-c", script],
  cwd: "/",
  env: { PATH: process.env["PATH"] },
  quiet: true,
});

test.each<[script: string, exitCode: number, output: string]>([
  ["echo one; echo two >&2; echo three", 0, "one\ntwo\nthree\n"],
  ["printf 'no line break'; exit 7", 7, "no line break"],
  ["kill -9 $$", 137, ""],
])("%s", async (script, exitCode, output) => {
  const finish = await run(shell(script));
  expect(finish).toMatchObject({ exitCode, stoppedBy: undefined });
  expect(finish.output.split("\n").toSorted()).toEqual(output.split("\n").toSorted());
});

test("a program that cannot be started is a bug of whoever found it", async () => {
  await expect(run({ ...shell(""), program: "/nowhere/at-all" })).rejects.toThrow("ENOENT");
});

test("passes whole lines on as they come, and the rest at the end", async () => {
  const written: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    written.push(String(chunk));
    return true;
  });
  try {
    await run({ ...shell("printf a; sleep 0.1; printf 'b\\nc'; sleep 0.1; printf d"), quiet: false });
  } finally {
    write.mockRestore();
  }
  expect(written).toEqual(["ab\n", "cd"]);
});

test("what a program leaves running ends with it", async () => {
  const { exitCode, output } = await run(shell("sleep 60 & echo $!"));
  expect(exitCode).toBe(0);
  await vi.waitUntil(() => !isAlive(Number(output)));
});

test("a daemon in a group of its own does not hold the run up", async () => {
  const { output } = await run(shell("setsid sleep 60 & sleep 0.1; pgrep -n -x sleep"));
  const daemon = Number(output);
  expect(isAlive(daemon)).toBe(true);
  process.kill(daemon, "SIGKILL");
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s reaches every process of the group", async (signal) => {
  const listeners = process.listenerCount(signal);
  using repository = temporaryRepository({});
  const file = path.join(repository.root, "pid");
  // The child traps nothing, its own child neither: both have to be told.
  const running = run(shell(`sleep 60 & echo $! > ${file}; wait; sleep 60`));
  const child = await readPid(file);
  process.emit(signal, signal);
  const { stoppedBy, exitCode } = await running;
  expect(stoppedBy).toBe(signal);
  expect(exitCode).toBeGreaterThan(128);
  await vi.waitUntil(() => !isAlive(child));
  expect(process.listenerCount(signal)).toBe(listeners);
});

async function readPid(file: string): Promise<number> {
  for (;;) {
    const pid = Number(await readFile(file, "utf8").catch(() => ""));
    if (pid > 0) return pid;
    await sleep(10);
  }
}
