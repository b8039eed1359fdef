import { type Diagnostic, DiagnosticError } from "@polystage/diagnostics";
import { describe, expect, it } from "vitest";

import { parseDockerfile } from "./parse-dockerfile.ts";

/** What a Dockerfile is rejected for; undefined where it is not. */
function rejection(text: string): Diagnostic | undefined {
  try {
    parseDockerfile(text, { file: "images/Dockerfile" });
    return undefined;
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0];
    throw error;
  }
}

describe("what BuildKit rejects", () => {
  it.each<[string, string]>([
    ["", "no-stage 1"],
    ["\n# c\n", "no-stage 1"],
    ["ARG a\n", "no-stage 1"],
    ["RUN a\n", "instruction-outside-stage 1"],
    ["# syntax=a\n# syntax=b\nFROM a\n", "duplicate-directive 2"],
    ["# escape=x\nFROM a\n", "invalid-escape 1"],
    ["# check=colour=red\nFROM a\n", "invalid-check-directive 1"],
    ["# check=error=maybe\nFROM a\n", "invalid-check-directive 1"],
    [`FROM a\nRUN ${"b".repeat(65_532)}\n`, "line-too-long 2"],
    ["FROM a\nFETCH b\n", "unknown-instruction 2"],
    ["\\\n", "unknown-instruction 1"],
    ["FROM a\nRUN <<E\nb\n", "unterminated-heredoc 2"],
    ["FROM a\nCOPY b <<E\nE\n", "heredoc-as-destination 2"],
    ["FROM\n", "invalid-from 1"],
    ["FROM a b\n", "invalid-from 1"],
    ["FROM a IS b\n", "invalid-from 1"],
    ["FROM a AS 1b\n", "invalid-stage-name 1"],
    ["FROM a AS b/c\n", "invalid-stage-name 1"],
    ["FROM $a\n", "blank-base 1"],
    ["ARG a\nFROM ${a}\n", "blank-base 2"],
    ["FROM ${a:?none}\n", "unset-variable 1"],
    ["ARG a=${b!}\nFROM x\n", "unsupported-modifier 1"],
    ["FROM A\n", "invalid-image-name 1"],
    ["FROM a:b:c\n", "invalid-image-name 1"],
    ["FROM a@sha256:0\n", "invalid-image-name 1"],
    ["FROM --platform=a/b/c/d x\n", "invalid-platform 1"],
    ["FROM --platform=$none x\n", "blank-platform 1"],
    ["FROM --colour=red x\n", "unknown-flag 1"],
    ["FROM a\nCOPY b\n", "missing-destination 2"],
    ["FROM a\nADD []\n", "missing-destination 2"],
    ["FROM a\nCOPY [1, 2]\n", "invalid-json-words 2"],
    ["FROM a\nCOPY --from=1 b c\n", "unknown-stage 2"],
    ["FROM a\nCOPY --from=-1 b c\n", "unknown-stage 2"],
    ["FROM a\nCOPY --from=0 b c\n", "stage-cycle 2"],
    ["FROM a AS b\nCOPY --from=B c d\n", "stage-cycle 2"],
    ["FROM a AS b\nCOPY --from=c d e\nFROM a AS c\nCOPY --from=b d e\n", "stage-cycle 4"],
    ["FROM a AS b\nCOPY --from=c d e\nFROM a AS c\nFROM b\n", "later-stage 2"],
    ["FROM a\nCOPY --from=$b c d\n", "variable-in-from 2"],
    ["FROM a\nCOPY --from=B! c d\n", "invalid-image-name 2"],
    ["FROM a\nCOPY http://b.example/c d\n", "remote-copy-source 2"],
    ["FROM a\nCOPY git@b.example:c d\n", "remote-copy-source 2"],
    ["FROM a\nCOPY --chmod=9 b c\n", "invalid-mode 2"],
    ["FROM a\nADD --checksum=sha256:0 b c\n", "invalid-checksum 2"],
    ["FROM a\nADD --checksum=x http://b.example/c d\n", "invalid-checksum 2"],
    ["FROM a\nENV\n", "missing-argument 2"],
    ["FROM a\nENV b\n", "missing-value 2"],
    ["FROM a\nENV b=c d\n", "missing-equals-sign 2"],
    ["FROM a\nLABEL =b\n", "blank-name 2"],
    ["FROM a\nARG =b\n", "blank-name 2"],
    ["FROM a\nARG\n", "missing-argument 2"],
    ["FROM a\nENV b='c\n", "unclosed-quote 2"],
    ["FROM a\nARG b\nENV c=${b:?needed}\n", "unset-variable 3"],
    ["FROM scratch\nENV c=${b:?}\n", "unset-variable 2"],
    ["FROM a\nRUN --mount=type=volume b\n", "invalid-mount-value 2"],
    ["FROM a\nRUN --mount=type=cache b\n", "missing-mount-target 2"],
    ["FROM a\nRUN --mount=target=/ b\n", "missing-mount-target 2"],
    ["FROM a\nRUN --mount=target=/b,from=$c d\n", "variable-in-from 2"],
    ["FROM a\nRUN --network=some b\n", "invalid-flag-value 2"],
    ["FROM a\nRUN --security=some b\n", "invalid-flag-value 2"],
    ["FROM a\nRUN --device=b b\n", "labs-only-flag 2"],
    ["FROM a\nHEALTHCHECK\n", "missing-argument 2"],
    ["FROM a\nHEALTHCHECK RUN b\n", "invalid-healthcheck 2"],
    ["FROM a\nHEALTHCHECK NONE b\n", "invalid-healthcheck 2"],
    ["FROM a\nHEALTHCHECK CMD\n", "invalid-healthcheck 2"],
    ["FROM a\nHEALTHCHECK --interval=1 CMD b\n", "invalid-flag-value 2"],
    ["FROM a\nHEALTHCHECK --interval=1us CMD b\n", "invalid-flag-value 2"],
    ["FROM a\nHEALTHCHECK --retries=-1 CMD b\n", "invalid-flag-value 2"],
    ["FROM a\nONBUILD\n", "missing-argument 2"],
    ["FROM a\nONBUILD ONBUILD RUN b\n", "invalid-trigger 2"],
    ["FROM a\nONBUILD FROM b\n", "invalid-trigger 2"],
    ["FROM a AS b\nONBUILD FETCH c\nFROM b\n", "unknown-instruction 3"],
    ["FROM a\nSHELL b\n", "json-required 2"],
    ["FROM a\nSHELL []\n", "missing-argument 2"],
    ["FROM a\nSTOPSIGNAL SIGNONE\n", "invalid-signal 2"],
    ["FROM a\nSTOPSIGNAL 0\n", "invalid-signal 2"],
    ["FROM a\nEXPOSE\n", "missing-argument 2"],
    ["FROM a\nEXPOSE 70000\n", "invalid-port 2"],
    ["FROM a\nEXPOSE 80/http\n", "invalid-port 2"],
    ["FROM a\nEXPOSE 90-80\n", "invalid-port 2"],
    ['FROM a\nVOLUME [""]\n', "blank-volume 2"],
    ["FROM scratch\nVOLUME $a\n", "blank-volume 2"],
    ["FROM a\nWORKDIR\n", "missing-argument 2"],
    ["FROM a\nUSER --b c\n", "unknown-flag 2"],
    ["ARG SOURCE_DATE_EPOCH=now\nFROM a\n", "invalid-source-date-epoch 1"],
  ])("%j: %s", (text, expected) => {
    const diagnostic = rejection(text);
    expect(`${diagnostic?.code} ${diagnostic?.line}`).toBe(expected);
    expect(diagnostic).toMatchObject({ severity: "error", file: "images/Dockerfile" });
    expect(diagnostic?.fix).toMatch(/\.$/);
  });
});

describe("what BuildKit accepts", () => {
  it.each<[string]>([
    // A stage that the last one does not need is not looked into.
    ["FROM a AS b\nENV c=${\nFROM a\n"],
    ["FROM a AS b\nCOPY --from=c d e\nFROM a AS c\n"],
    ["FROM a AS b\nRUN --mount=type=volume c\nFROM a\n"],
    ["FROM a\nONBUILD FETCH b\n"],
    // What the base image sets is not known.
    ["FROM a\nENV b=${c:?none}\n"],
    ["FROM a\nEXPOSE $b/tcp\n"],
    ["FROM a\nRUN --mount=target=$b c\n"],
    ["FROM a\nRUN\n"],
    ["FROM a\nRUN --mount=type=cache,target=b c\n"],
    ["FROM a\nWORKDIR /b\nRUN --mount=type=bind c\n"],
    ["FROM a\nWORKDIR /$b\nRUN --mount=type=bind c\n"],
    ["FROM a\nRUN --mount=type=bind,target=. b\n"],
    ["FROM a\nCOPY --chmod=u=rwX,go=rX b c\n"],
    ["FROM a\nCOPY github.com/b/c d\n"],
    ["FROM a\nADD --keep-git-dir git@b.example:c d\n"],
    ["FROM host.example:5000/a/b_c__d---e:1.2@sha256:" + "0".repeat(64) + "\n"],
    ["FROM a\nEXPOSE 80-90/TCP 127.0.0.1:81:82 [::1]:83:84\n"],
    ["FROM a\nSTOPSIGNAL rtmin+3\n"],
    ["FROM a\nHEALTHCHECK --interval=1m30s --timeout=0 --retries=3 CMD b\n"],
    ["FROM a\nARG --anything b\n"],
    ["# syntax=docker/dockerfile:1-labs\nFROM a\nRUN --device=b,required c\n"],
    ["ARG SOURCE_DATE_EPOCH=src\nFROM scratch AS src\nADD https://b.example/c /\nFROM a\n"],
    ["FROM a\nCOPY --from=alpine b c\nCOPY --from=1 b c\n"],
  ])("%j", (text) => {
    expect(rejection(text)).toBeUndefined();
  });
});
