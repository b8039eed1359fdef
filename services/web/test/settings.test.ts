import { expect, test } from "bun:test";
import { readSettings, SettingRefusedError } from "../src/settings.ts";

test("has defaults", () => {
  expect(readSettings({})).toEqual({
    host: "127.0.0.1",
    port: 8002,
    apiUrl: "http://127.0.0.1:8001",
    edgeUrl: "http://127.0.0.1:8000",
  });
});

test("takes good values", () => {
  expect(readSettings({ HOST: "::1", PORT: "0", API_URL: "http://api:80/", EDGE_URL: "http://[::1]:8000" })).toEqual({
    host: "::1",
    port: 0,
    apiUrl: "http://api",
    edgeUrl: "http://[::1]:8000",
  });
});

test.each([
  ["HOST", ""],
  ["HOST", "a b"],
  ["PORT", ""],
  ["PORT", "+80"],
  ["PORT", " 80"],
  ["PORT", "1e3"],
  ["PORT", "65536"],
  ["PORT", "80\n"],
  ["API_URL", ""],
  ["API_URL", "api:8001"],
  ["API_URL", "https://api"],
  ["API_URL", "http://api/v1"],
  ["API_URL", "http://api/?a=b"],
  ["API_URL", "http://api#x"],
  ["API_URL", "http://me@api"],
  ["EDGE_URL", "http://edge:port"],
  ["EDGE_URL", "http://edge:99999"],
  ["EDGE_URL", "http://"],
])("refuses a bad value in one line: %s=%j", (variable, value) => {
  const read = () => readSettings({ [variable]: value });
  expect(read).toThrow(SettingRefusedError);
  expect(read).toThrow(/^[A-Z_]+ must be .+, not ".*"$/);
});
