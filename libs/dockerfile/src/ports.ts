import { SyntaxProblem } from "./syntax-problem.ts";

const PROTOCOLS = new Set(["", "tcp", "udp", "sctp"]);
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const HIGHEST_PORT = 65_535;

/** One word of EXPOSE: `[[ip:]hostPort:]port[-port][/protocol]`. Raises SyntaxProblem. */
export function checkPort(text: string): void {
  const parts = text.split(":");
  const [port = "", protocol = ""] = splitAt(parts.at(-1) ?? "", "/");
  const hostPort = parts.at(-2) ?? "";
  const address = parts.slice(0, -2).join(":");
  const range = readRange(port);
  const hostRange = hostPort === "" ? null : readRange(hostPort);
  const isValid =
    PROTOCOLS.has(protocol.toLowerCase()) &&
    (address === "" || isAddress(address)) &&
    range !== null &&
    (hostPort === "" || (hostRange !== null && (hostRange === range || range === 0)));
  if (isValid) return;
  throw new SyntaxProblem(
    "invalid-port",
    `EXPOSE holds ${JSON.stringify(text)}.`,
    "Write a port up to 65535, or a range of them, and /tcp, /udp or /sctp behind it.",
  );
}

/** How far apart the ends of a range are; null where it is none. */
function readRange(text: string): number | null {
  const [start = "", end = start] = splitAt(text, "-");
  const first = readPort(start);
  const last = readPort(end);
  return first === null || last === null || last < first ? null : last - first;
}

function readPort(text: string): number | null {
  const port = /^[-+]?\d+$/.test(text) ? Number(text) : -1;
  return port >= 0 && port <= HIGHEST_PORT ? port : null;
}

function isAddress(text: string): boolean {
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  return IPV4.test(bare) || (bare.includes(":") && URL.canParse(`http://[${bare}]/`));
}

function splitAt(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
