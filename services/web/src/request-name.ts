// The name that a request asks to greet.

import { NameRefusedError } from "greeting-ts";

/** All values of `name` in the query, decoded; `+` is a space. */
export function namesIn(url: string): string[] {
  return new URL(url).searchParams.getAll("name");
}

/** The one name of `names`; throws `NameRefusedError` where there is none or more than one. */
export function onlyName(names: readonly string[]): string {
  const [name, ...others] = names;
  if (name === undefined) throw new NameRefusedError("name is missing");
  if (others.length > 0) throw new NameRefusedError("name must be given once");
  return name;
}
