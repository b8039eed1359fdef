import { afterAll, expect, test } from "bun:test";
import { createApp } from "../src/app.ts";

function serve(answer: (url: URL) => Response | Promise<Response>) {
  return Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => answer(new URL(request.url)) });
}

// What may stand behind API_URL and EDGE_URL.
const greeting = serve((url) =>
  Response.json({ greeting: `${url.pathname} greets ${url.searchParams.get("name")}`, anchor: "a & b" }),
);
const failing = serve(() => new Response(null, { status: 503 }));
const redirecting = serve(() => Response.redirect(greeting.url.href));
const senseless = serve(() => Response.json({ greeting: 1 }));
const garbled = serve(() => new Response("{"));
const silent = serve(() => new Promise(() => {}));
const gone = serve(() => new Response());
await gone.stop(true);
const servers = [greeting, failing, redirecting, senseless, garbled, silent];
afterAll(() => Promise.all(servers.map((server) => server.stop(true))));

function ask(path: string, init?: RequestInit, api = greeting, edge = greeting) {
  const settings = { host: "127.0.0.1", port: 0, apiUrl: api.url.origin, edgeUrl: edge.url.origin };
  return createApp(settings).request(path, init);
}

test("says that it is up", async () => {
  const response = await ask("/healthz");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.text()).toBe('{"status":"ok"}');
});

test.each(["Ada", "A & B", "\u65e5\u672c", '"\\"', "\u{1F44B}".repeat(2560)])("greets %j", async (name) => {
  const response = await ask(`/greet?name=${encodeURIComponent(name)}`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ greeting: `Hello, ${name}!`, anchor: "bun" });
});

test.each([
  ["", "name is missing"],
  ["?name", "name must not be empty"],
  ["?name=Ada&name=Ada", "name must be given once"],
  ["?name=%0A", "name must not contain control characters"],
  ["?name=%FF", "name must be valid UTF-8, without U+FFFD"],
  ["?name=+", "name must not be only white space"],
])("refuses /greet%s", async (query, reason) => {
  const response = await ask(`/greet${query}`);
  expect(response.status).toBe(400);
  expect(await response.text()).toBe(JSON.stringify({ error: reason }));
});

test.each([
  ["GET", "/greet/", 404, "not found"],
  ["POST", "/nowhere", 404, "not found"],
  ["POST", "/greet?name=Ada", 405, "method not allowed"],
  ["DELETE", "/", 405, "method not allowed"],
])("refuses %s %s with %d", async (method, path, status, reason) => {
  const response = await ask(path, { method });
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ error: reason });
  expect(response.headers.get("allow")).toBe(status === 405 ? "GET, HEAD" : null);
});

test.each([
  ["/", "world"],
  ["/?name=Ada", "Ada"],
])("shows the greetings of all services at %s", async (path, name) => {
  const response = await ask(path);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/html; charset=UTF-8");
  const page = await response.text();
  for (const line of [`Hello, ${name}!`, `/greet greets ${name}`, `/edge/greet greets ${name}`]) {
    expect(page).toContain(`<p class="greeting" dir="auto">${line}</p>`);
  }
});

test("escapes what others give it", async () => {
  const name = `"><script>alert('&')</script>`;
  const page = await (await ask(`/?name=${encodeURIComponent(name)}`)).text();
  expect(page).not.toContain("<script");
  expect(page.split("&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;")).toHaveLength(5);
  expect(page).toContain("<code>a &amp; b</code>");
});

test("allows its own style sheet and nothing else", async () => {
  const response = await ask("/");
  const style = /<style>(.*)<\/style>/s.exec(await response.text())?.[1];
  const hash = new Bun.CryptoHasher("sha256").update(style ?? "").digest("base64");
  expect(response.headers.get("content-security-policy")).toStartWith(
    `default-src 'none'; style-src 'sha256-${hash}';`,
  );
});

test.each([
  ["is down", gone, "is not reachable"],
  ["fails", failing, "answered with status 503"],
  ["redirects", redirecting, "answered with status 302"],
  ["makes no sense", senseless, "gave no greeting"],
  ["is garbled", garbled, "gave no greeting"],
  ["is silent", silent, "did not answer within 2000 ms"],
])("still answers when a service %s", async (_case, server, problem) => {
  const response = await ask("/", undefined, server, server);
  expect(response.status).toBe(200);
  const page = await response.text();
  const origin = server.url.origin;
  expect(page).toContain("Hello, world!");
  expect(page).toContain(`Not available: api ${problem} at ${origin}/greet.`);
  expect(page).toContain(`Not available: edge ${problem} at ${origin}/edge/greet.`);
});

test("says on the page why a name is not greeted", async () => {
  const response = await ask("/?name=");
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('role="alert">Not greeted: name must not be empty.</p>');
});
