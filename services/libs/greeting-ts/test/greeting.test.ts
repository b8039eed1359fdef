// The same three tests as in greeting-py and greeting-rs.

import { expect, test } from "bun:test";
import { greet, NameRefusedError, workspaceAnchor } from "../src/index.ts";

test("greets by name", () => {
  for (const name of ["Ada", " Ada ", "Zoë", "\u65e5\u672c", "\u{1F44B}".repeat(2560)]) {
    expect(greet(name)).toBe(`Hello, ${name}!`);
  }
});

test("names its package manager", () => {
  expect(workspaceAnchor()).toBe("bun");
});

test.each([
  ["", "name must not be empty"],
  ["a".repeat(10_241), "name must not be longer than 10240 bytes of UTF-8"],
  ["A\nda", "name must not contain control characters"],
  ["\u0085", "name must not contain control characters"],
  ["A\uFFFDda", "name must be valid UTF-8, without U+FFFD"],
  ["A\uD800da", "name must be valid UTF-8, without U+FFFD"],
  [" \u3000\u2028", "name must not be only white space"],
])("refuses a bad name with the reason: %j", (name, reason) => {
  expect(() => greet(name)).toThrow(new NameRefusedError(reason));
});
