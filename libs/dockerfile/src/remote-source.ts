const PROTOCOL = /^([a-zA-Z0-9]+):\/\//;
const GIT_PROTOCOLS = new Set(["http", "https", "ssh", "git"]);
const SCP_STYLE = /^[a-zA-Z0-9-_]+@[a-zA-Z0-9-.]+:[^\n]*$/;

/**
 * What a COPY or ADD source is, arguments expanded: a URL and a git repository come from elsewhere, anything else is a path.
 * `github.com/a/b` without a scheme is a path.
 */
export function sourceKind(source: string): "path" | "git" | "url" {
  if (source.startsWith("./") || source.startsWith("../") || source.startsWith("github.com/")) return "path";
  const protocol = PROTOCOL.exec(source)?.[1]?.toLowerCase();
  if (protocol === undefined) return SCP_STYLE.test(source) ? "git" : "path";
  if (!GIT_PROTOCOLS.has(protocol)) return "path";
  const isWeb = protocol === "http" || protocol === "https";
  const path = source.slice(protocol.length + 3).replace(/[?#][^]*$/, "");
  if (!isWeb || /\/[^]*\.git$/.test(path)) return "git";
  return /^https?:\/\//.test(source) ? "url" : "path";
}
