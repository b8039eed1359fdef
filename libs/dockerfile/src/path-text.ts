/** "/"-separated, without `.`, `..` and doubled slashes; "." for nothing. Leading `..` of a relative path stay. */
export function cleanPath(path: string): string {
  const isAbsolute = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!isAbsolute) parts.push(part);
  }
  const joined = parts.join("/");
  if (isAbsolute) return `/${joined}`;
  return joined === "" ? "." : joined;
}

/** A path below a root that nothing leads out of, without its leading slash; "" is the root. */
export function pathBelowRoot(path: string): string {
  return cleanPath(`/${path}`).slice(1);
}

/** "a/b/c" gives "a", "a/b", "a/b/c". */
export function pathAndParents(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
