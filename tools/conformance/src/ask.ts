// One HTTP request whose path reaches the server as it is written.

import { request } from "node:http";

export type Answer = {
  readonly status: number | undefined;
  readonly contentType: string | undefined;
  readonly allow: string | undefined;
  readonly body: string;
};

/** Asks `origin` for `path`, which is sent without any normalisation, on a connection of its own. */
export function ask(origin: string, path: string, method = "GET"): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode,
          contentType: response.headers["content-type"],
          allow: response.headers.allow,
          // Bytes that are not UTF-8 would show as U+FFFD, which no expected body has.
          body: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    sent.on("error", reject);
    sent.end();
  });
}
