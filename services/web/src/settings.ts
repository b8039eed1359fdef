// Settings from the environment.

/** Everything web is told at its start; the URLs are origins without a slash at the end. */
export type Settings = {
  readonly host: string;
  /** 0 is any free port. */
  readonly port: number;
  readonly apiUrl: string;
  readonly edgeUrl: string;
};

/** A sentence naming the variable, what it must be, and what it is. */
export class SettingRefusedError extends Error {
  override readonly name = "SettingRefusedError";

  constructor(variable: string, expected: string, value: string) {
    super(`${variable} must be ${expected}, not ${JSON.stringify(value)}`);
  }
}

/** Reads the settings, or throws `SettingRefusedError`. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  return {
    host: readHost(environment["HOST"] ?? "127.0.0.1"),
    port: readPort(environment["PORT"] ?? "8002"),
    apiUrl: readOrigin("API_URL", environment["API_URL"] ?? "http://127.0.0.1:8001"),
    edgeUrl: readOrigin("EDGE_URL", environment["EDGE_URL"] ?? "http://127.0.0.1:8000"),
  };
}

function readHost(value: string): string {
  if (!/^[^\s\p{Cc}]+$/u.test(value)) throw new SettingRefusedError("HOST", "an address or a host name", value);
  return value;
}

function readPort(value: string): number {
  if (!/^[0-9]{1,5}$/.test(value) || Number(value) > 65_535) {
    throw new SettingRefusedError("PORT", "a whole number from 0 to 65535", value);
  }
  return Number(value);
}

function readOrigin(variable: string, value: string): string {
  const url = /^http:\/\/[^/?#@\s\\]+\/?$/.test(value) && URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined) {
    throw new SettingRefusedError(variable, "an http:// origin such as http://127.0.0.1:8001", value);
  }
  return url.origin;
}
