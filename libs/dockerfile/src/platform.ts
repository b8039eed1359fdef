import { SyntaxProblem } from "./syntax-problem.ts";

/** A platform as `os/architecture[/variant]` names it, spelled the way images do. */
export interface Platform {
  readonly os: string;
  /** Of Windows; "" where there is none. */
  readonly osVersion: string;
  readonly architecture: string;
  /** "" where there is none. */
  readonly variant: string;
}

const OS = /^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.%-]*)((?:\+[A-Za-z0-9_.%-]+)*)\))?$/;
const PART = /^[A-Za-z0-9_.-]+$/;
const KNOWN_OS = new Set(
  "aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos".split(
    " ",
  ),
);
const KNOWN_ARCHITECTURE = new Set(
  (
    "386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 " +
    "mips64p32le ppc riscv riscv64 s390 s390x sparc sparc64 wasm"
  ).split(" "),
);
const DEFAULT = { os: "linux", osVersion: "", architecture: "amd64", variant: "" };

/** What FROM's --platform or a build's target names. Raises SyntaxProblem. */
export function readPlatform(text: string): Platform {
  const [first = "", ...rest] = text.split("/");
  const match = OS.exec(first);
  if (match === null || rest.length > 2 || !rest.every((part) => PART.test(part))) throw unknownPlatform(text);
  const lowered = (match[1] ?? "").toLowerCase();
  const os = lowered === "macos" ? "darwin" : lowered;
  const osVersion = match[2] ?? "";
  const [architecture, variant] = rest;
  if (architecture === undefined) {
    if (KNOWN_OS.has(os)) return { ...DEFAULT, os, osVersion };
    const named = normalizeArchitecture(first, "");
    if (KNOWN_ARCHITECTURE.has(named.architecture)) return { ...DEFAULT, ...withoutDefaultVariant(named) };
    throw unknownPlatform(text);
  }
  const named = normalizeArchitecture(architecture, variant ?? "");
  if (variant === undefined) return { os, osVersion, ...withoutDefaultVariant(named) };
  return { os, osVersion, ...named, variant: named.architecture === "arm64" ? named.variant || "v8" : named.variant };
}

export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, variant].filter((part) => part !== "").join("/");
}

function normalizeArchitecture(name: string, variantName: string): Pick<Platform, "architecture" | "variant"> {
  const architecture = name.toLowerCase();
  const variant = variantName.toLowerCase();
  switch (architecture) {
    case "i386":
      return { architecture: "386", variant: "" };
    case "x86_64":
    case "x86-64":
    case "amd64":
      return { architecture: "amd64", variant: variant === "v1" ? "" : variant };
    case "aarch64":
    case "arm64":
      if (["8", "v8", "v8.0"].includes(variant)) return { architecture: "arm64", variant: "" };
      return { architecture: "arm64", variant: ["9", "9.0", "v9.0"].includes(variant) ? "v9" : variant };
    case "armhf":
      return { architecture: "arm", variant: "v7" };
    case "armel":
      return { architecture: "arm", variant: "v6" };
    case "arm":
      if (variant === "" || variant === "7") return { architecture, variant: "v7" };
      return { architecture, variant: ["5", "6", "8"].includes(variant) ? `v${variant}` : variant };
    default:
      return { architecture, variant };
  }
}

/** v7 goes without saying for arm that is given no variant. */
function withoutDefaultVariant({ architecture, variant }: Pick<Platform, "architecture" | "variant">): {
  architecture: string;
  variant: string;
} {
  return { architecture, variant: architecture === "arm" && variant === "v7" ? "" : variant };
}

function unknownPlatform(text: string): SyntaxProblem {
  return new SyntaxProblem(
    "invalid-platform",
    `${JSON.stringify(text)} is no platform.`,
    "Write os/architecture or os/architecture/variant, such as linux/arm64.",
  );
}
