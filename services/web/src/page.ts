// The page as HTML; the template escapes every value.

import { html, raw } from "hono/html";
import { pageStyle } from "./page-style.ts";
import type { ServiceGreeting } from "./service-greetings.ts";

/** The page with a greeting or a problem of each service. */
export function greetingsPage(name: string, greetings: readonly ServiceGreeting[]) {
  return page(
    nameForm(name),
    html`<ul aria-label="Greetings">
      ${greetings.map(greetingCard)}
    </ul>`,
  );
}

/** The page for a name that is not greeted. */
export function refusalPage(name: string, reason: string) {
  return page(nameForm(name), html`<p class="problem" role="alert">Not greeted: ${reason}.</p>`);
}

type Html = ReturnType<typeof html>;

// In one piece, for the policy's hash counts every space between the tags.
const styleElement = raw(`<style>${pageStyle}</style>`);

function page(...content: Html[]): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Greetings from three languages</title>
        ${styleElement}
      </head>
      <body>
        <main>
          <h1>Greetings from three languages</h1>
          <p class="quiet">One name, greeted by a service in TypeScript, one in Python and one in Rust.</p>
          ${content}
        </main>
      </body>
    </html>`;
}

function nameForm(name: string): Html {
  return html`<form method="get">
    <label>Name <input name="name" value="${name}" required autocomplete="off" dir="auto" /></label>
    <button>Greet</button>
  </form>`;
}

function greetingCard(answer: ServiceGreeting): Html {
  if ("problem" in answer) {
    return html`<li>
      <h2>${answer.service}</h2>
      <p class="problem">Not available: ${answer.service} ${answer.problem}.</p>
    </li>`;
  }
  return html`<li>
    <h2>${answer.service}</h2>
    <p class="greeting" dir="auto">${answer.greeting}</p>
    <p class="quiet">Built with <code>${answer.anchor}</code></p>
  </li>`;
}
