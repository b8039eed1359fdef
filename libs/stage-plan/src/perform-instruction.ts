import {
  createSourceMatcher,
  expand,
  localSources,
  locate,
  ownValue,
  predefinedArgs,
  readPlatform,
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
      return { ...configure(keyword, state.workdir, state.user, scope.options.platform), runs: true };
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
      if (keyword === "ENTRYPOINT" && !state.hasCommand) state.config.delete("CMD");
      if (keyword === "CMD") state.hasCommand = true;
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
    case "ONBUILD": {
      const { trigger } = instruction;
      if (trigger !== null) state.triggers.push(trigger);
      const value = [instruction.text, trigger?.heredocs.map(({ raw }) => raw)];
      state.config.set(`${keyword} ${state.triggers.length}`, value);
      return configure(keyword, value);
    }
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
    const own = value === null ? (globals.get(name) ?? predefined(scope, name)) : expander(scope)(value);
    const effective = ownValue(options.buildArgs, name) ?? own;
    declared.push([name, effective]);
    if (effective === null) continue;
    state.values.set(name, effective);
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
    state.values.set(name, value);
    state.variables.push([name, value]);
  }
  return configure(instruction.keyword, pairs);
}

function run(instruction: Instruction, scope: Scope): Action {
  const { state, dockerfile, stage, options } = scope;
  const written = instruction.flags.filter((flag) => flag.startsWith("--mount="));
  const mounts = instruction.mounts.map((mount, index) => {
    const expandedMount = expandMount(mount, expander(scope));
    const { from } = expandedMount;
    const upstream = from === null ? null : stageOf(dockerfile, { kind: "mount", from }, stage.index);
    return { ...expandedMount, upstream, text: expander(scope)(written[index] ?? "") };
  });
  const binds = mounts.filter(({ type, from }) => type === "bind" && from === null);
  const command = instruction.json ? instruction.words : [...state.shell, ...commandText(instruction)];
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

/**
 * A script that is one heredoc and nothing else is its body alone, unless it names its own interpreter: then it is a file,
 * by the delimiter's name. Heredocs of a longer command go to the shell as they are written.
 */
function commandText({ heredocs, text }: Instruction): string[] {
  const [script] = heredocs;
  const isScript = heredocs.length === 1 && /^<<-?\s*\S+$/.test(text.trim());
  if (isScript && script !== undefined && !script.content.startsWith("#!")) return [script.content];
  return [text, ...heredocs.map(({ raw }) => raw)];
}

function expandMount(mount: Mount, expanded: (word: string) => string): Mount {
  const orNull = (word: string | null) => (word === null ? null : expanded(word));
  const [from, source, target] = [orNull(mount.from), orNull(mount.source), orNull(mount.target)];
  return { ...mount, type: expanded(mount.type), from, source, target };
}

function mountKey(mount: Mount & { readonly upstream: object | null; readonly text: string }): unknown {
  const { type, from, upstream, text } = mount;
  const fields = text.slice("--mount=".length).split(",");
  // Of a cache mount's id BuildKit keeps only that there is one; of a stage's name nothing: its own key goes in beside.
  const kept = fields
    .map((field) => (type === "cache" ? field.replace(/^id=.*/, "id") : field))
    .filter((field) => !field.startsWith("from="));
  return [type, upstream === null ? from : "stage", ...kept.toSorted()];
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
      // The pivot of --parents is spelt with a dot and slashes.
      parents ? sources : sources.map(cleanSource),
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
    unknown: from === null ? whatIsUnknown(instruction, scope, remote, checksum) : null,
  };
}

function whatIsUnknown(
  instruction: Instruction,
  scope: Scope,
  remote: readonly string[],
  checksum: string | null,
): string | null {
  if (remote.length > 0 && checksum === null) return `what ${remote.join(", ")} holds now is not known from git`;
  const unset = instruction.words.slice(0, -1).flatMap((word) => expandIn(scope, word).unset);
  if (unset.length === 0) return null;
  return `${unset.join(" and ")} is set nowhere in the Dockerfile, so that the base image decides what is copied`;
}

function contextRead(options: SourceMatcherOptions): ContextRead | null {
  return options.sources.length === 0 ? null : { sources: options.sources, matcher: createSourceMatcher(options) };
}

function expander(scope: Scope): (word: string) => string {
  return (word) => expandIn(scope, word).value;
}

function expandIn(scope: Scope, word: string) {
  return expand(word, lookup(scope), { escape: scope.dockerfile.escape });
}

function expandBody(content: string, scope: Scope): string {
  // In a body the backslash escapes, whatever the Dockerfile has chosen for itself.
  return expand(content, lookup(scope), { escape: "\\", plainQuotes: true }).value;
}

function lookup({ state }: Scope): (name: string) => string | undefined {
  return (name) => state.values.get(name);
}

/** What a bare ARG takes over though nobody has set it. The builder is taken to be of the default platform. */
function predefined({ options, stage }: Scope, name: string): string | null {
  const args = predefinedArgs(readPlatform(options.platform), readPlatform("linux/amd64"), stage.name ?? "");
  return args.get(name) ?? null;
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
