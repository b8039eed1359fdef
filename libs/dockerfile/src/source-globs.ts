import { pathBelowRoot } from "./path-text.ts";
import { trimSpace } from "./space.ts";
import { hasWildcards } from "./wildcards.ts";

const EVERYTHING = "**/*";
/** Without a parenthesis behind them `!`, `+`, `@` and `|` are themselves, but for `!` and `#` at the start of a glob. */
const SPECIAL = /[*?[\]{}(\\]/g;
const CLASS_OR_SPECIAL = /\[(\^?)([^\]]*)\]|[{}(]/g;
const PLAIN_CLASSES = /^(?:[^[\]\\]|\[\^?(?:[A-Za-z0-9](?:-[A-Za-z0-9])?)+\])*$/;

/** Globs for a source of plain COPY, of ADD or of a bind mount: the path itself, and all below it. */
export function copyGlobs(source: string, wildcards: boolean): readonly string[] {
  const path = pathBelowRoot(source);
  if (path === "") return [EVERYTHING];
  // Plain COPY takes ** for *.
  const broaden = (part: string): string => broadenPart(part).replaceAll(/\*{2,}/g, "*");
  const parts = path
    .split("/")
    .map((part) => (wildcards && hasWildcards(path) ? broaden(part) : part.replaceAll(SPECIAL, "?")));
  return parts.includes(UNREADABLE) ? [EVERYTHING] : withBelow(parts.join("/"));
}

/** Globs for a source of COPY --parents, where ** spans directories. */
export function parentsGlobs(source: string): readonly string[] {
  const pivot = source.indexOf("/./");
  const start = pivot < 0 ? "" : pathBelowRoot(source.slice(0, pivot));
  const kept = trimSpace(pathBelowRoot(pivot < 0 ? source : source.slice(pivot + 3)));
  const startGlobs = start === "" ? [] : copyGlobs(start, true);
  if (kept === "" || startGlobs[0] === EVERYTHING) return copyGlobs(start, true);
  const startGlob = startGlobs.slice(0, 1);
  // In such a pattern it sets two patterns apart, slashes and all.
  if (kept.includes("|")) return [...startGlob, [...startGlob, EVERYTHING].join("/")];
  const parts: string[] = [];
  for (const part of kept.split("/")) {
    const isSpan = part === "**";
    if (!isSpan && (part.includes("**") || /[{}^\\]/.test(part) || broadenPart(part) === UNREADABLE)) {
      // `a**b` may span directories, and these characters mean more than themselves: no glob says so.
      parts.push("**");
      break;
    }
    if (!isSpan || parts.at(-1) !== "**") parts.push(isSpan ? part : broadenPart(part));
  }
  const below = [...startGlob, ...parts].join("/");
  // The start is copied too where it turns out to be a file.
  return [...startGlob, ...(parts.at(-1) === "**" ? [`${below}/*`] : withBelow(below))];
}

function withBelow(glob: string): readonly string[] {
  const safe = glob.replace(/^[!#]/, "?");
  return [safe, `${safe}/**/*`];
}

/** No file name holds it. */
const UNREADABLE = "\0";

/** Keeps `*`, `?` and classes of letters and digits; other brackets may reach across a slash. */
function broadenPart(part: string): string {
  if (!PLAIN_CLASSES.test(part)) return UNREADABLE;
  return part.replaceAll(CLASS_OR_SPECIAL, (_match, negation: string | undefined, members: string | undefined) =>
    members === undefined ? "?" : `[${negation === "" ? "" : "!"}${members}]`,
  );
}
