// All services start, refuse bad settings and stop alike.

import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { connect, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { ask } from "./ask.ts";
import { findFreePort, runService, type Service, serviceNames, startService } from "./start-services.ts";

const stopLimitMs = 2000;

async function withService(
  name: Service["name"],
  environment: Record<string, string>,
  use: (service: Service) => Promise<void>,
) {
  const service = await startService(name, environment);
  try {
    await use(service);
  } finally {
    await service.stop("SIGKILL");
  }
}

async function withUpstream(answer: RequestListener, use: (url: string) => Promise<void>) {
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  try {
    await use(`http://127.0.0.1:${address.port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function open(service: Service, text: string): Promise<Socket> {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  // A service that stops may reset the connection.
  socket.on("error", () => {});
  await once(socket, "connect");
  socket.write(text);
  return socket;
}

/** Stops a service; all of them are to end as `graceful` says. */
async function end(service: Service, signal: NodeJS.Signals) {
  const { durationMs, stdout, ...ending } = await service.stop(signal);
  const printed = stdout === `listening on ${service.url}\n` ? "one line" : stdout;
  return { ...ending, printed, took: durationMs < stopLimitMs ? "little" : `${durationMs} ms` };
}

const graceful = { code: 0, signal: null, stderr: "", printed: "one line", took: "little" };

describe.each(serviceNames)("%s", (name) => {
  test.each(["SIGTERM", "SIGINT"] as const)("stops on %s with idle connections open", async (signal) => {
    await withService(name, {}, async (service) => {
      const used = await open(service, "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n");
      const [head] = await once(used, "data");
      expect(String(head)).toMatch(/^HTTP\/1\.1 200 /);
      const unused = await open(service, "");
      expect(await end(service, signal)).toEqual(graceful);
      used.destroy();
      unused.destroy();
    });
  });

  test("stops on SIGTERM with half a request open", async () => {
    await withService(name, {}, async (service) => {
      const socket = await open(service, "GET /healthz HTTP/1.1\r\nhost: loc");
      // A request that has arrived shows that the half one has, too.
      await ask(service.url, "/healthz");
      expect(await end(service, "SIGTERM")).toEqual(graceful);
      socket.destroy();
    });
  });

  test.each([
    ["PORT", ""],
    ["PORT", "eighty"],
    ["PORT", "+80"],
    ["PORT", "65536"],
    ["PORT", "80\n81"],
    ["HOST", ""],
  ])("refuses %s=%j", async (variable, value) => {
    const ending = await runService(name, { PORT: "0", [variable]: value });
    expect(ending).toMatchObject({ code: 2, stdout: "" });
    const expected = { PORT: "a whole number from 0 to 65535", HOST: "an address or a host name" }[variable];
    expect(ending.stderr).toBe(`${name}: ${variable} must be ${expected}, not ${JSON.stringify(value)}\n`);
  });

  test("refuses a port in use", async () => {
    await withUpstream(
      () => {},
      async (url) => {
        const port = new URL(url).port;
        const ending = await runService(name, { PORT: port });
        expect(ending).toMatchObject({ code: 2, stdout: "" });
        expect(ending.stderr).toMatch(new RegExp(`^${name}: cannot listen on 127\\.0\\.0\\.1:${port}: [^\\n]+\\n$`));
      },
    );
  });

  test("listens on the port it is told", async () => {
    const port = await findFreePort();
    await withService(name, { PORT: String(port), HOST: "localhost" }, async (service) => {
      expect(service.url).toBe(`http://localhost:${port}`);
      expect(await ask(service.url, "/healthz")).toMatchObject({ status: 200 });
    });
  });
});

describe.each([
  ["web", "EDGE_URL"],
  ["edge", "WEB_URL"],
] as const)("%s, waiting for another", (name, variable) => {
  test("finishes a request before it stops", async () => {
    let arrived = () => {};
    const hasArrived = new Promise<void>((resolve) => (arrived = resolve));
    const answer: RequestListener = (_request, response) => {
      arrived();
      response.setHeader("content-type", "application/json");
      setTimeout(() => response.end(JSON.stringify({ greeting: "Late, but here", anchor: "none" })), 500);
    };
    await withUpstream(answer, async (url) => {
      await withService(name, { [variable]: url, API_URL: url }, async (service) => {
        const asked = ask(service.url, "/");
        await hasArrived;
        const [answered, ending] = await Promise.all([asked, end(service, "SIGTERM")]);
        expect(ending).toEqual(graceful);
        expect(answered.status).toBe(200);
        expect(answered.body).toContain("Late, but here");
      });
    });
  });

  test("does not wait for ever for a request", async () => {
    let arrived = () => {};
    const hasArrived = new Promise<void>((resolve) => (arrived = resolve));
    await withUpstream(
      () => arrived(),
      async (url) => {
        await withService(name, { [variable]: url, API_URL: url }, async (service) => {
          const asked = ask(service.url, "/").catch(() => "cut off");
          await hasArrived;
          expect(await end(service, "SIGTERM")).toEqual(graceful);
          expect(await asked).toBe("cut off");
        });
      },
    );
  });
});
