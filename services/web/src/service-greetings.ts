// The greetings of the other services, fetched.

import type { Settings } from "./settings.ts";

/** What a service greets with, or why it does not. */
export type ServiceGreeting = { readonly service: string } & (
  | { readonly greeting: string; readonly anchor: string }
  | { readonly problem: string }
);

/** How long a service may take for its whole answer. */
const answerTimeoutMs = 2000;

/** Asks api and edge at once; a service that does not greet is no error. */
export function fetchGreetings(settings: Settings, name: string): Promise<ServiceGreeting[]> {
  const query = `?name=${encodeURIComponent(name)}`;
  return Promise.all([
    fetchGreeting("api", `${settings.apiUrl}/greet`, query),
    fetchGreeting("edge", `${settings.edgeUrl}/edge/greet`, query),
  ]);
}

async function fetchGreeting(service: string, url: string, query: string): Promise<ServiceGreeting> {
  try {
    const signal = AbortSignal.timeout(answerTimeoutMs);
    const response = await fetch(url + query, { signal, redirect: "manual" });
    if (response.status !== 200) return { service, problem: `answered with status ${response.status} at ${url}` };
    const answer: unknown = await response.json();
    return isGreeting(answer) ? { service, ...answer } : { service, problem: `gave no greeting at ${url}` };
  } catch (error) {
    return { service, problem: `${problemOf(error)} at ${url}` };
  }
}

function problemOf(error: unknown): string {
  if (error instanceof SyntaxError) return "gave no greeting";
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return `did not answer within ${answerTimeoutMs} ms`;
  }
  return "is not reachable";
}

function isGreeting(answer: unknown): answer is { greeting: string; anchor: string } {
  return (
    typeof answer === "object" &&
    answer !== null &&
    "greeting" in answer &&
    typeof answer.greeting === "string" &&
    "anchor" in answer &&
    typeof answer.anchor === "string"
  );
}
