import { expect, test } from "vitest";
import { DiagnosticError, formatDiagnostic, type Diagnostic } from "./index.ts";

const least: Diagnostic = { code: "bad-thing", severity: "error", message: "this is wrong" };

test.each([
  [least, "error: this is wrong [bad-thing]"],
  [{ ...least, severity: "warning" as const }, "warning: this is wrong [bad-thing]"],
  [{ ...least, file: "a b" }, "a b: error: this is wrong [bad-thing]"],
  [{ ...least, file: "f", line: 3, column: 7 }, "f:3:7: error: this is wrong [bad-thing]"],
  [{ ...least, why: "of that", fix: "do this" }, "error: this is wrong [bad-thing]\n  why: of that\n  fix: do this"],
])("%j reads as %j", (diagnostic, text) => {
  expect(formatDiagnostic(diagnostic)).toBe(text);
});

test("an error carries its diagnostics, and says them all", () => {
  const error = new DiagnosticError(least, { ...least, message: "and that" });
  expect(error.diagnostics).toHaveLength(2);
  expect(error.message).toBe("error: this is wrong [bad-thing]\nerror: and that [bad-thing]");
});
