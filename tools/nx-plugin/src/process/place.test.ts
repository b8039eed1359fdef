import { expect, test } from "vitest";
import { showsColor } from "./place.ts";

test.each<[env: NodeJS.ProcessEnv, isTerminal: boolean, color: boolean]>([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: "" }, true, true],
  [{ NO_COLOR: "1" }, true, false],
  [{ FORCE_COLOR: "true" }, false, true],
  [{ FORCE_COLOR: "" }, false, true],
  [{ FORCE_COLOR: "0" }, true, false],
  [{ FORCE_COLOR: "false" }, true, false],
  [{ NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
])("%j on a terminal: %j", (env, isTerminal, color) => {
  expect(showsColor(env, isTerminal)).toBe(color);
});
