// All services give the same answers, byte for byte, directly and through edge.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask } from "./ask.ts";
import { doors, urlOf } from "./doors.ts";
import { type Services, startServices, stopServices } from "./start-services.ts";

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => stopServices(services));

const wave = "\u{1F44B}";

/** A query, and the name it greets. */
const greeted: readonly (readonly [string, string, string])[] = [
  ["a plain name", "name=Ada", "Ada"],
  ["%20 is a space", "name=Ada%20Lovelace", "Ada Lovelace"],
  ["+ is a space", "name=Ada+Lovelace", "Ada Lovelace"],
  ["%2B is a plus sign", "name=A%2BB", "A+B"],
  ["outer spaces stay", "name=+Ada%20", " Ada "],
  ["double quotes", "name=%22Ada%22", '"Ada"'],
  ["a single quote, not encoded", "name=O'Hara", "O'Hara"],
  ["a backslash", "name=A%5CB%5Cn", "A\\B\\n"],
  ["a slash and a question mark, not encoded", "name=/a?b", "/a?b"],
  ["an ampersand", "name=A%26B", "A&B"],
  ["an equals sign", "name=A=B%3DC", "A=B=C"],
  ["a semicolon does not separate", "name=A;name=B", "A;name=B"],
  ["a percent sign", "name=100%25", "100%"],
  ["a percent sign, not encoded", "name=100%", "100%"],
  ["a percent sign before no number", "name=%zz%4", "%zz%4"],
  ["a number sign", "name=%23", "#"],
  ["decoded once only", "name=%2541", "%41"],
  ["markup", "name=%3Cscript%3E", "<script>"],
  ["an emoji", "name=%F0%9F%91%8B", wave],
  ["an emoji of several", "name=%F0%9F%91%A9%E2%80%8D%F0%9F%9A%80", "\u{1F469}\u{200D}\u{1F680}"],
  ["from right to left", "name=%D9%85%D8%B1%D9%8A%D9%85", "\u0645\u0631\u064A\u0645"],
  ["direction marks", "name=%E2%80%AEabc%E2%80%AC", "\u202Eabc\u202C"],
  ["a combining accent stays apart", "name=Zoe%CC%88", "Zoe\u0308"],
  ["a composed accent stays composed", "name=Zo%C3%AB", "Zo\u00EB"],
  ["Chinese", "name=%E6%9D%8E%E6%98%8E", "\u674E\u660E"],
  ["line separators in text", "name=a%E2%80%A8b%E2%80%A9c", "a\u2028b\u2029c"],
  ["a byte order mark is no white space", "name=%EF%BB%BF", "\uFEFF"],
  ["a zero width space is no white space", "name=%E2%80%8B", "\u200B"],
  ["a noncharacter", "name=%EF%BF%BF", "\uFFFF"],
  ["lower-case hexadecimal", "name=%c3%ab", "\u00EB"],
  ["an encoded key", "n%61me=Ada", "Ada"],
  ["other parameters", "a=1&&name=Ada&b", "Ada"],
  ["10,240 bytes of ASCII", `name=${"a".repeat(10_240)}`, "a".repeat(10_240)],
  ["10,240 bytes of emoji", `name=${"%F0%9F%91%8B".repeat(2560)}`, wave.repeat(2560)],
];

const missing = "name is missing";
const empty = "name must not be empty";
const repeated = "name must be given once";
const tooLong = "name must not be longer than 10240 bytes of UTF-8";
const control = "name must not contain control characters";
const notUtf8 = "name must be valid UTF-8, without U+FFFD";
const blank = "name must not be only white space";

/** What follows `/greet`, and the reason it is refused for. */
const refused: readonly (readonly [string, string, string])[] = [
  ["no query", "", missing],
  ["an empty query", "?", missing],
  ["another name for it", "?Name=Ada&names=Ada", missing],
  ["an empty name", "?name=", empty],
  ["a name without a value", "?name", empty],
  ["two names", "?name=Ada&name=Grace", repeated],
  ["the same name twice", "?name=Ada&name=Ada", repeated],
  ["an empty second name", "?name=Ada&name=", repeated],
  ["10,241 bytes of ASCII", `?name=${"a".repeat(10_241)}`, tooLong],
  ["10,241 bytes of emoji and a letter", `?name=${"%F0%9F%91%8B".repeat(2560)}a`, tooLong],
  ["too long counts before white space", `?name=${"+".repeat(10_241)}`, tooLong],
  ["a null character", "?name=A%00", control],
  ["a line feed", "?name=A%0Ada", control],
  ["a tab alone", "?name=%09", control],
  ["an escape", "?name=%1B%5B31m", control],
  ["delete", "?name=%7F", control],
  ["a control character of two bytes", "?name=%C2%85", control],
  ["a stray byte", "?name=%FF", notUtf8],
  ["a truncated character", "?name=A%F0%9F%91", notUtf8],
  ["an overlong encoding", "?name=%C0%AF", notUtf8],
  ["a surrogate", "?name=%ED%A0%80", notUtf8],
  ["beyond the last character", "?name=%F4%90%80%80", notUtf8],
  ["the replacement character", "?name=%EF%BF%BD", notUtf8],
  ["a space", "?name=+", blank],
  ["spaces of every kind", "?name=%20%C2%A0%E1%9A%80%E2%80%83%E2%80%A8%E2%80%AF%E2%81%9F%E3%80%80", blank],
];

describe.each(doors)("$name", (door) => {
  const get = (path: string, method?: string) => ask(urlOf(services, door), door.prefix + path, method);

  test.each(greeted)("greets: %s", async (_case, query, name) => {
    expect(await get(`/greet?${query}`)).toEqual({
      status: 200,
      contentType: "application/json",
      allow: undefined,
      body: `{"greeting":${JSON.stringify(`Hello, ${name}!`)},"anchor":"${door.anchor}"}`,
    });
  });

  test.each(refused)("refuses: %s", async (_case, query, reason) => {
    expect(await get(`/greet${query}`)).toEqual({
      status: 400,
      contentType: "application/json",
      allow: undefined,
      body: JSON.stringify({ error: reason }),
    });
  });

  test.each(["/greet/", "/Greet", "/greet%2F", "/nowhere", "/nowhere/greet?name=Ada"])("has no %s", async (path) => {
    expect(await get(path)).toEqual({
      status: 404,
      contentType: "application/json",
      allow: undefined,
      body: '{"error":"not found"}',
    });
  });

  test.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])("does not take %s", async (method) => {
    expect(await get("/greet?name=Ada", method)).toEqual({
      status: 405,
      contentType: "application/json",
      allow: "GET, HEAD",
      body: '{"error":"method not allowed"}',
    });
  });

  test("gives the head alone to HEAD", async () => {
    const answer = { contentType: "application/json", allow: undefined, body: "" };
    expect(await get("/greet?name=Ada", "HEAD")).toEqual({ ...answer, status: 200 });
    expect(await get("/greet", "HEAD")).toEqual({ ...answer, status: 400 });
  });
});

describe.each([
  ["api", "api", "/healthz"],
  ["api through edge", "edge", "/api/healthz"],
  ["web", "web", "/healthz"],
  ["edge", "edge", "/healthz"],
] as const)("%s", (_door, at, path) => {
  test("says that it is up", async () => {
    expect(await ask(services[at].url, path)).toEqual({
      status: 200,
      contentType: "application/json",
      allow: undefined,
      body: '{"status":"ok"}',
    });
    expect(await ask(services[at].url, path, "POST")).toMatchObject({ status: 405, allow: "GET, HEAD" });
  });
});
