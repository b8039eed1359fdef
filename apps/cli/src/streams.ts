import { writeSync } from "node:fs";

export interface Streams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Columns of the terminal; null where the output is not one. */
  readonly width: number | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export const standardStreams: Streams = {
  out: (text) => writeAll(1, text),
  error: (text) => writeAll(2, text),
  width: process.stdout.isTTY ? process.stdout.columns : null,
  environment: process.env,
};

/** Synchronously, so that nothing is lost in a pipe when the process ends. */
function writeAll(descriptor: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // The reader has gone, as `head` does: there is nobody left to write for.
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
    }
  }
}
