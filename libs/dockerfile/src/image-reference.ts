import { SyntaxProblem } from "./syntax-problem.ts";

const DOMAIN_PART = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const HOST = `(?:${DOMAIN_PART}(?:\\.${DOMAIN_PART})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const PATH_PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const DIGEST = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";
const REFERENCE = new RegExp(
  `^(?:${HOST}/)?(${PATH_PART}(?:/${PATH_PART})*)(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@(${DIGEST}))?$`,
);
const DIGEST_LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };
const LONGEST_PATH = 255;

/** Raises SyntaxProblem for a name that cannot be an image's: https://pkg.go.dev/github.com/distribution/reference */
export function checkImageReference(name: string): void {
  const [domain, path] = splitDomain(name);
  const [, digest] = /@([^]*)$/.exec(path) ?? [];
  const match = REFERENCE.exec(`${domain}/${path}`);
  const repository = match?.[1] ?? "";
  if (match !== null && repository.length <= LONGEST_PATH && !/^[a-f0-9]{64}$/.test(name) && isDigest(digest)) return;
  throw new SyntaxProblem(
    "invalid-image-name",
    `${JSON.stringify(name)} names no image.`,
    "Write [host[:port]/]path[:tag][@digest]; the path is lower case.",
  );
}

/** What stands before the first slash is a host when it looks like one. */
function splitDomain(name: string): [domain: string, path: string] {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  const isHost = first === "localhost" || /[.:]/.test(first) || first.toLowerCase() !== first;
  // Any host stands for the default one.
  return isHost ? [first, name.slice(slash + 1)] : ["host.example", name];
}

export function isDigest(digest: string | undefined): boolean {
  if (digest === undefined) return true;
  const [, algorithm = "", hex = ""] = /^([a-z0-9]+):([a-f0-9]+)$/.exec(digest) ?? [];
  return DIGEST_LENGTHS[algorithm] === hex.length;
}
