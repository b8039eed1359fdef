// The page shows the greetings of all services, and what it can when one is down.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask } from "./ask.ts";
import { type Services, startServices, stopServices } from "./start-services.ts";

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => stopServices(services));

const html = "text/html; charset=UTF-8";

/** Each card's service and text, in order. */
function cardsOf(page: string): string[][] {
  return [...page.matchAll(/<li>\s*<h2>(.*?)<\/h2>\s*<p[^>]*>(.*?)<\/p>/gs)].map((match) => match.slice(1));
}

describe.each(["web", "edge"] as const)("asked at %s", (at) => {
  test.each([
    ["/", "Hello, world!"],
    ["/?name=Ada", "Hello, Ada!"],
    [
      "/?name=%3Cscript%3Ealert(%22%26%22)%3C/script%3E",
      "Hello, &lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;!",
    ],
    [`/?name=${"%F0%9F%91%8B".repeat(2560)}`, `Hello, ${"\u{1F44B}".repeat(2560)}!`],
  ])("shows three greetings and no markup of a name", async (path, greeting) => {
    const { status, contentType, body } = await ask(services[at].url, path);
    expect({ status, contentType }).toEqual({ status: 200, contentType: html });
    expect(cardsOf(body)).toEqual([
      ["web", greeting],
      ["api", greeting],
      ["edge", greeting],
    ]);
    expect(body).not.toContain("<script");
  });
});

// These end services one after the other, so their order counts.
describe("when services are down", () => {
  test("the page and edge say that api is", async () => {
    const { api, edge } = services;
    await api.stop("SIGKILL");
    expect(await ask(edge.url, "/api/greet?name=Ada")).toMatchObject({
      status: 502,
      contentType: "application/json",
      body: JSON.stringify({ error: `api is not reachable at ${api.url}` }),
    });
    const { status, contentType, body } = await ask(edge.url, "/?name=Ada");
    expect({ status, contentType }).toEqual({ status: 200, contentType: html });
    expect(cardsOf(body)).toEqual([
      ["web", "Hello, Ada!"],
      ["api", `Not available: api is not reachable at ${api.url}/greet.`],
      ["edge", "Hello, Ada!"],
    ]);
  });

  test("edge says that web is, and still greets", async () => {
    const { web, edge } = services;
    await web.stop("SIGKILL");
    expect(await ask(edge.url, "/")).toMatchObject({
      status: 502,
      body: JSON.stringify({ error: `web is not reachable at ${web.url}` }),
    });
    expect(await ask(edge.url, "/edge/greet?name=Ada")).toMatchObject({ status: 200 });
    expect(await ask(edge.url, "/healthz")).toMatchObject({ status: 200 });
  });
});
