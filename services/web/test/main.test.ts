import { expect, test } from "bun:test";

function startWeb(environment: Record<string, string>) {
  return Bun.spawn([process.execPath, `${import.meta.dir}/../src/main.ts`], {
    env: { ...process.env, FORCE_COLOR: "0", ...environment },
    stdout: "pipe",
    stderr: "pipe",
  });
}

test.each(["SIGTERM", "SIGINT"] as const)("announces itself and stops on %s", async (signal) => {
  const web = startWeb({ PORT: "0" });
  const reader = web.stdout.getReader();
  const { value } = await reader.read();
  web.kill(signal);
  expect(await web.exited).toBe(0);
  expect(new TextDecoder().decode(value)).toMatch(/^listening on http:\/\/127\.0\.0\.1:\d+\n$/);
  expect(await reader.read()).toEqual({ done: true, value: undefined });
  expect(await web.stderr.text()).toBe("");
});

test.each([
  [{ PORT: "eighty" }, 'web: PORT must be a whole number from 0 to 65535, not "eighty"\n'],
  [{ API_URL: "api" }, 'web: API_URL must be an http:// origin such as http://127.0.0.1:8001, not "api"\n'],
  [{ HOST: "192.0.2.1", PORT: "8002" }, "web: cannot listen on 192.0.2.1:8002: "],
])("ends with 2 where it cannot start: %j", async (environment, reason) => {
  const web = startWeb(environment);
  expect(await web.exited).toBe(2);
  expect(await web.stdout.text()).toBe("");
  const errors = await web.stderr.text();
  expect(errors).toStartWith(reason);
  expect(errors.split("\n")).toHaveLength(2);
});
