import {
  createSourceMatcher,
  expand,
  localSources,
  locate,
  splitAssignments,
  stageOf,
  type Instruction,
  type Mount,
  type SourceMatcherOptions,
} from "@polystage/dockerfile";
import type { Action, ContextRead, Scope } from "./action.ts";

/** Does to the stage's state what the instruction does, and says what BuildKit does for it. */
export function performInstruction(instruction: Instruction, scope: Scope): Action {
  const { file } = scope.dockerfile;
  return locate({ file, line: instruction.startLine }, () => perform(instruction, scope));
}

function perform(instruction: Instruction, scope: Scope): Action {
  const { state } = scope;
  const expanded = expander(scope);
  const { keyword, json, words } = instruction;
  switch (keyword) {
    case "ARG":
      return declareArguments(instruction, scope);
    case "ENV":
    case "LABEL":
      return assign(instruction, scope);
    case "RUN":
      return run(instruction, scope);
    case "COPY":
    case "ADD":
      return copy(instruction, scope);
    case "WORKDIR":
      state.workdir = joinPath(state.workdir, expanded(instruction.text));
      state.config.set(keyword, state.workdir);
      return { ...configure(keyword, state.workdir, scope.options.platform), runs: true };
    case "USER":
      state.user = expanded(instruction.text);
      state.config.set(keyword, state.user);
      return configure(keyword, state.user);
    case "SHELL":
      state.shell = words;
      state.config.set(keyword, words);
      return configure(keyword, words);
    case "CMD":
    case "ENTRYPOINT": {
      const command = json ? words : [...state.shell, instruction.text];
      state.config.set(keyword, command);
      return configure(keyword, command);
    }
    case "EXPOSE":
    case "VOLUME": {
      const values = words.map(expanded).map((value) => (keyword === "EXPOSE" ? withProtocol(value) : value));
      for (const value of values) state.config.set(`${keyword} ${value}`, true);
      return configure(keyword, values);
    }
    case "STOPSIGNAL":
      state.config.set(keyword, expanded(instruction.text));
      return configure(keyword, expanded(instruction.text));
    case "ONBUILD":
      if (instruction.trigger !== null) state.triggers.push(instruction.trigger);
      state.config.set(`${keyword} ${state.triggers.length}`, instruction.text);
      return configure(keyword, instruction.text);
    default: {
      // HEALTHCHECK and MAINTAINER: one field each, replaced as a whole.
      const value = [state.shell, instruction.flags, json, instruction.text];
      state.config.set(keyword, value);
      return configure(keyword, value);
    }
  }
}

function declareArguments(instruction: Instruction, scope: Scope): Action {
  const { state, options, globals } = scope;
  const declared: unknown[] = [];
  for (const { name, value } of splitAssignments(instruction)) {
    const own =
      value === null ? (globals.get(name) ?? platformArgument(name, options.platform)) : expander(scope)(value);
    const effective = options.buildArgs[name] ?? own;
    declared.push([name, effective]);
    if (effective === null) continue;
    state.args.set(name, effective);
    state.variables.push([name, effective]);
  }
  return configure("ARG", declared);
}

function assign(instruction: Instruction, scope: Scope): Action {
  const { state } = scope;
  const expanded = expander(scope);
  // All values are expanded before the first is set: `ENV a=1 b=$a` does not see the new a.
  const pairs = splitAssignments(instruction).map(
    ({ name, value }) => [expanded(name), expanded(value ?? "")] as const,
  );
  for (const [name, value] of pairs) {
    state.config.set(`${instruction.keyword} ${name}`, value);
    if (instruction.keyword !== "ENV") continue;
    state.env.set(name, value);
    state.variables.push([name, value]);
  }
  return configure(instruction.keyword, pairs);
}

function run(instruction: Instruction, scope: Scope): Action {
  const { state, dockerfile, stage, options } = scope;
  const mounts = instruction.mounts.map((mount) => {
    const expandedMount = expandMount(mount, expander(scope));
    const { from } = expandedMount;
    const upstream = from === null ? null : stageOf(dockerfile, { kind: "mount", from }, stage.index);
    return { ...expandedMount, upstream };
  });
  const binds = mounts.filter(({ type, from }) => type === "bind" && from === null);
  const command = instruction.json
    ? instruction.words
    : [...state.shell, ...commandText(instruction), ...instruction.heredocs.map(({ content }) => content)];
  return {
    runs: true,
    own: JSON.stringify([
      "RUN",
      command,
      state.variables,
      state.workdir,
      state.user,
      options.platform,
      instruction.flags.filter((flag) => !flag.startsWith("--mount=")),
      mounts.map(mountKey),
    ]),
    reads: contextRead({ sources: binds.map(({ source }) => source ?? "."), wildcards: false }),
    upstreams: mounts.flatMap(({ upstream }) => (upstream === null ? [] : [upstream.index])),
    unknown: null,
  };
}

/** A script that is one heredoc and nothing else is its body alone: the delimiter's name does not count. */
function commandText({ heredocs, text }: Instruction): string[] {
  const scriptAlone = heredocs.length === 1 && /^<<-?\s*\S+$/.test(text.trim());
  return scriptAlone ? [] : [text];
}

function expandMount(mount: Mount, expanded: (word: string) => string): Mount {
  const orNull = (word: string | null) => (word === null ? null : expanded(word));
  return { ...mount, from: orNull(mount.from), source: orNull(mount.source), target: orNull(mount.target) };
}

function mountKey(mount: Mount & { readonly upstream: object | null }): unknown {
  const { type, from, source, target, sharing, readOnly, required, upstream } = mount;
  // Not the id of a cache mount: BuildKit leaves it out. Nor a stage's name: the stage's own key goes in beside.
  return [type, upstream === null ? from : "stage", source, target, sharing, readOnly, required];
}

function copy(instruction: Instruction, scope: Scope): Action {
  const { dockerfile, stage, state, options } = scope;
  const expanded = expander(scope);
  const { from, sources, remote, destination, parents, exclude, checksum } = localSources(instruction, expanded);
  const upstream = from === null ? null : stageOf(dockerfile, { kind: "copy", from }, stage.index);
  const heredocs = instruction.heredocs.map(({ name, content, expand: expands }) => [
    name,
    expands ? expandBody(content, scope) : content,
  ]);
  return {
    runs: true,
    own: JSON.stringify([
      instruction.keyword,
      sources.map(cleanSource),
      remote,
      destination,
      destination.startsWith("/") ? "" : state.workdir,
      instruction.flags
        .filter((flag) => !flag.startsWith("--from="))
        .map(expanded)
        .toSorted(),
      heredocs,
      upstream === null ? from : "stage",
      options.platform,
    ]),
    reads: from === null ? contextRead({ sources, parents, exclude }) : null,
    upstreams: upstream === null ? [] : [upstream.index],
    unknown:
      remote.length > 0 && checksum === null ? `what ${remote.join(", ")} holds now is not known from git` : null,
  };
}

function contextRead(options: SourceMatcherOptions): ContextRead | null {
  return options.sources.length === 0 ? null : { sources: options.sources, matcher: createSourceMatcher(options) };
}

function expander(scope: Scope): (word: string) => string {
  return (word) => expand(word, lookup(scope), { escape: scope.dockerfile.escape }).value;
}

function expandBody(content: string, scope: Scope): string {
  // In a body the backslash escapes, whatever the Dockerfile has chosen for itself.
  return expand(content, lookup(scope), { escape: "\\", plainQuotes: true }).value;
}

function lookup({ state }: Scope): (name: string) => string | undefined {
  return (name) => state.env.get(name) ?? state.args.get(name);
}

function platformArgument(name: string, platform: string): string | null {
  const [os = "", architecture = "", variant = ""] = platform.split("/");
  const values: Readonly<Record<string, string>> = {
    TARGETPLATFORM: platform,
    TARGETOS: os,
    TARGETARCH: architecture,
    TARGETVARIANT: variant,
  };
  return values[name] ?? null;
}

/** The action of an instruction that runs nothing. */
function configure(...own: readonly unknown[]): Action {
  return { runs: false, own: JSON.stringify(own), reads: null, upstreams: [], unknown: null };
}

function joinPath(directory: string, path: string): string {
  return (path.startsWith("/") ? path : `${directory}/${path}`).replaceAll(/\/{2,}/g, "/");
}

/** `./a`, `/a` and `a/` are one source to BuildKit. */
function cleanSource(path: string): string {
  return path.replace(/^(?:\.?\/)+(?=.)/, "").replace(/(?<=.)\/+$/, "");
}

function withProtocol(port: string): string {
  return port.includes("/") ? port : `${port}/tcp`;
}
