import { describe, expect, it } from "vitest";

import type { Mount } from "./model.ts";
import { checkMount, readMount } from "./mounts.ts";
import type { SyntaxProblem } from "./syntax-problem.ts";

const BIND: Mount = {
  type: "bind",
  from: null,
  source: null,
  target: null,
  id: null,
  sharing: null,
  readOnly: true,
  required: false,
};

describe("readMount", () => {
  it.each<[string, Partial<Mount>]>([
    ["target=/a", { target: "/a" }],
    ["type=bind,src=a,dst=/b,rw", { source: "a", target: "/b", readOnly: false }],
    ["TYPE=Cache,Target=/a", { type: "cache", target: "/a", readOnly: false }],
    ["type=cache,target=/a,id=i,sharing=LOCKED,ro=true", { type: "cache", target: "/a", id: "i", sharing: "locked" }],
    ["type=secret,id=s,required", { type: "secret", id: "s", required: true }],
    ["type=secret,id=s,required=false", { type: "secret", id: "s" }],
    ["type=ssh", { type: "ssh" }],
    ["type=tmpfs,destination=/a,size=64m", { type: "tmpfs", target: "/a", readOnly: false }],
    ["from=build,source=/x,target=y", { from: "build", source: "/x", target: "y" }],
    ["from=,target=/a", { target: "/a" }],
    ['target=/a,"source=b,c"', { target: "/a", source: "b,c" }],
    ["type=$T,target=${P}/x", { type: "$T", target: "${P}/x" }],
    ["target=/a,colour=red", { target: "/a" }],
  ])("%s", (text, expected) => {
    expect(readMount(text)).toEqual({ ...BIND, ...expected });
  });
});

describe("checkMount", () => {
  const values: Readonly<Record<string, string>> = { $type: "cache", $path: "/a" };
  const expand = (value: string): string | null => (value === "$unknown" ? null : (values[value] ?? value));

  it("takes what variables hold", () => {
    expect(checkMount("type=$type,target=$path,sharing=$unknown", expand)).toMatchObject({
      type: "cache",
      target: "/a",
    });
  });

  it.each<[string, string]>([
    ["", "invalid-fields"],
    ['target="/a"', "invalid-fields"],
    ["target", "invalid-mount"],
    ["colour=red", "unknown-mount-key"],
    ["type=volume", "invalid-mount-value"],
    ["type=cache,sharing=all", "invalid-mount-value"],
    ["sharing=locked", "invalid-mount"],
    ["ro=maybe", "invalid-mount-value"],
    ["required", "unknown-mount-key"],
    ["size=1", "unknown-mount-key"],
    ["type=tmpfs,size=lots", "invalid-mount-value"],
    ["type=cache,mode=9", "invalid-mount-value"],
    ["type=cache,uid=root", "invalid-mount-value"],
    ["uid=1", "invalid-mount"],
    ["type=secret", "invalid-mount"],
    ["type=secret,id=a,from=b", "invalid-mount"],
    ["type=secret,id=a,source=b", "invalid-mount"],
  ])("%j is %s", (text, code) => {
    expect(() => checkMount(text, expand)).toThrow(expect.objectContaining({ code }) as SyntaxProblem);
  });
});
