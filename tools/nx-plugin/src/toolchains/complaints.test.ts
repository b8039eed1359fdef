import { expect, test } from "vitest";
import { toolchainNamed } from "./all.ts";

/** As uv 0.13, bun 1.4 and cargo 1.95 say it, and older ones of cargo. */
test.each<[toolchain: string, output: string, code: string, fix: string]>([
  [
    "uv",
    "error: The lockfile at `uv.lock` needs to be updated, but `--locked` was provided.",
    "lock-out-of-date",
    "uv lock",
  ],
  [
    "uv",
    "error: Unable to find lockfile at `uv.lock`, but `--locked` was provided. To create a lockfile, run `uv lock`",
    "lock-out-of-date",
    "uv lock",
  ],
  [
    "uv",
    "/x/services/.venv/bin/python3: No module named ruff",
    "tool-missing",
    "uv add --dev ruff, at the root of the workspace",
  ],
  [
    "uv",
    "python -m pytest: error: unrecognized arguments: --cov --cov-report=term",
    "tool-missing",
    "uv add --dev pytest-cov, at the root of the workspace",
  ],
  ["bun", "error: lockfile had changes, but lockfile is frozen\nnote: …", "lock-out-of-date", "bun install"],
  [
    "cargo",
    "error: cannot update the lock file /x/Cargo.lock because --locked was passed to prevent this",
    "lock-out-of-date",
    "cargo update --workspace",
  ],
  [
    "cargo",
    "error: the lock file /x/Cargo.lock needs to be updated but --locked was passed to prevent this",
    "lock-out-of-date",
    "cargo update --workspace",
  ],
  [
    "cargo",
    "error: cannot create the lock file /x/Cargo.lock because --locked was passed to prevent this",
    "lock-out-of-date",
    "cargo update --workspace",
  ],
  ["cargo", "error: no such command: `clippy`", "tool-missing", "rustup component add clippy"],
  [
    "cargo",
    "error: 'cargo-fmt' is not installed for the toolchain '1.95-x86_64-unknown-linux-gnu'.",
    "tool-missing",
    "rustup component add rustfmt",
  ],
])("%s: %s", (toolchain, output, code, fix) => {
  const found = toolchainNamed(toolchain).complaints.flatMap(({ pattern, code: foundCode, describe }) => {
    const match = pattern.exec(output);
    return match === null ? [] : [{ code: foundCode, fix: describe(match).fix }];
  });
  expect(found).toEqual([{ code, fix }]);
});

test.each([
  ["uv", "E   ModuleNotFoundError: No module named 'left_pad'"],
  ["uv", "assert 'uv.lock' in files"],
  ["bun", "error: expect(received).toBe(expected)"],
  ["cargo", "test result: FAILED. 0 passed; 1 failed"],
])("%s does not complain about its surroundings with: %s", (toolchain, output) => {
  expect(toolchainNamed(toolchain).complaints.filter(({ pattern }) => pattern.test(output))).toEqual([]);
});
