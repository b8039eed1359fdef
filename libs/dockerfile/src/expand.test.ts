import { describe, expect, it } from "vitest";

import { expand, expandWord, expandWords } from "./expand.ts";
import type { SyntaxProblem } from "./syntax-problem.ts";

const VALUES: Readonly<Record<string, string>> = {
  a: "one",
  b: "two words",
  empty: "",
  path: "lib/lib/x.tar.gz",
  v: "v1.2",
};
const lookup = (name: string): string | undefined => (Object.hasOwn(VALUES, name) ? VALUES[name] : undefined);

describe("expandWord", () => {
  it.each<[string, string]>([
    ["plain", "plain"],
    ["$a-${a}", "one-one"],
    ["$ab", ""],
    ["$", "$"],
    ["$.", "$."],
    ["a$", "a$"],
    [String.raw`\$a`, "$a"],
    [String.raw`\\$a`, String.raw`\one`],
    ["'$a'", "$a"],
    ['"$a"', "one"],
    [String.raw`"\$a\x\""`, String.raw`$a\x"`],
    ["a  b", "a  b"],
    ["${a:-x}${none:-x}${empty:-x}", "onexx"],
    ["${a-x}${none-x}${empty-x}", "onex"],
    ["${a:+x}${none:+x}${empty:+x}", "x"],
    ["${a+x}${none+x}${empty+x}", "xx"],
    ["${a:?x}${empty?x}", "one"],
    ["${none:-${b:-x}}", "two words"],
    ["${none:-'$a'}", "$a"],
    [String.raw`${"${none:-"}\}}`, "}"],
    ["${v#v}", "1.2"],
    ["${path#*/}", "lib/x.tar.gz"],
    ["${path##*/}", "x.tar.gz"],
    ["${path%.*}", "lib/lib/x.tar"],
    ["${path%%.*}", "lib/lib/x"],
    ["${path%???}", "lib/lib/x.tar"],
    ["${path/lib/bin}", "bin/lib/x.tar.gz"],
    ["${path//lib/bin}", "bin/bin/x.tar.gz"],
    ["${path//./}", "lib/lib/xtargz"],
    [String.raw`${"${path//"}\//-}`, "lib-lib-x.tar.gz"],
    ["${path/[/x}", "lib/lib/x.tar.gz"],
    ["${path/*/x}", "x"],
    ["${path//*/x}", "x"],
    ["${none#x}${none/x/y}", ""],
    ["$1$@", ""],
    ["<<E", "<<E"],
  ])("%s gives %s", (word, expected) => {
    expect(expandWord(word, lookup, "\\")).toBe(expected);
  });

  it("takes the file's escape character", () => {
    expect(expandWord("`$a\\$a", lookup, "`")).toBe("$a\\one");
  });

  it.each<[string, string]>([
    ["'a", "unclosed-quote"],
    ['"a', "unclosed-quote"],
    ["${a", "unsupported-modifier"],
    ["${", "bad-substitution"],
    ["${}", "bad-substitution"],
    ["${:-x}", "bad-substitution"],
    ["${a:-x", "bad-substitution"],
    ["${a/x}", "bad-substitution"],
    ["${a!x}", "unsupported-modifier"],
    ["${a:x}", "unsupported-modifier"],
    ["${a:#x}", "unsupported-modifier"],
    ["${none:?x}", "unset-variable"],
    ["${none?}", "unset-variable"],
    ["${empty:?}", "unset-variable"],
    [String.raw`${"${a#"}\x}`, "invalid-pattern"],
  ])("%s is %s", (word, code) => {
    expect(() => expandWord(word, lookup, "\\")).toThrow(expect.objectContaining({ code }) as SyntaxProblem);
  });
});

describe("expandWords", () => {
  it.each<[string, string[]]>([
    [" a  $b ", ["a", "two", "words"]],
    ['"$b" c', ["two words", "c"]],
    [String.raw`a\ b`, ["a b"]],
    ["$none", []],
    ["<< E", ["<< E"]],
  ])("%s", (word, expected) => {
    expect(expandWords(word, lookup, "\\")).toEqual(expected);
  });
});

it("says which names were used and which were not set", () => {
  const { used, unset } = expand("$a${none:-$b}", lookup, { escape: "\\" });
  expect({ used, unset }).toEqual({ used: ["a", "b"], unset: ["none"] });
});
