// The routes of web.

import { greet, NameRefusedError, workspaceAnchor } from "greeting-ts";
import { Hono } from "hono";
import { greetingsPage, refusalPage } from "./page.ts";
import { pageStyle } from "./page-style.ts";
import { namesIn, onlyName } from "./request-name.ts";
import { fetchGreetings } from "./service-greetings.ts";
import type { Settings } from "./settings.ts";

const styleHash = new Bun.CryptoHasher("sha256").update(pageStyle).digest("base64");

const pageHeaders = {
  "content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  "x-content-type-options": "nosniff",
};

/** The routes; `settings` says where the other services are. */
export function createApp(settings: Settings): Hono {
  const app = new Hono();

  app.get("/healthz", (context) => context.json({ status: "ok" }));

  app.get("/greet", (context) => {
    const name = onlyName(namesIn(context.req.url));
    return context.json({ greeting: greet(name), anchor: workspaceAnchor() });
  });

  app.get("/", async (context) => {
    const names = namesIn(context.req.url);
    try {
      const name = names.length === 0 ? "world" : onlyName(names);
      const own = { service: "web", greeting: greet(name), anchor: workspaceAnchor() };
      const others = await fetchGreetings(settings, name);
      return await context.html(greetingsPage(name, [own, ...others]), 200, pageHeaders);
    } catch (error) {
      if (!(error instanceof NameRefusedError)) throw error;
      return await context.html(refusalPage(names[0] ?? "", error.message), 400, pageHeaders);
    }
  });

  for (const path of ["/healthz", "/greet", "/"]) {
    app.all(path, (context) => context.json({ error: "method not allowed" }, 405, { allow: "GET, HEAD" }));
  }
  app.notFound((context) => context.json({ error: "not found" }, 404));
  app.onError((error, context) => {
    if (error instanceof NameRefusedError) return context.json({ error: error.message }, 400);
    console.error(error);
    return context.json({ error: "internal error" }, 500);
  });
  return app;
}
