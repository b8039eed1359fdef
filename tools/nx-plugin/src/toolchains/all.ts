import { bun } from "./bun.ts";
import { cargo } from "./cargo.ts";
import type { Toolchain } from "./toolchain.ts";
import { uv } from "./uv.ts";

export const toolchains: readonly Toolchain[] = [uv, bun, cargo];

export function toolchainNamed(name: string): Toolchain {
  const found = toolchains.find((toolchain) => toolchain.name === name);
  if (found === undefined) throw new Error(`no toolchain is named ${name}`);
  return found;
}
