// `npm run lock`, after an edit of a package.json.
// npm leaves the packages of other platforms out of the lock where node_modules is there already, or where a registry's mirror
// lacks them; `npm ci` then refuses the lock, on this platform too. Their versions stand in the packages that ask for
// them, so that they can be put back, without a checksum.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./set-up.js";

const plain = (names) => Object.fromEntries(names.split(" ").map((name) => [name, name]));
const systems = {
  ...plain("aix android darwin freebsd linux netbsd openbsd openharmony sunos win32"),
  windows: "win32",
};
const processors = { ...plain("arm arm64 ia32 loong64 mips64el ppc64 riscv64 s390x wasm32 x64"), aarch64: "arm64" };
const libraries = { gnu: "glibc", gnueabihf: "glibc", musl: "musl", musleabihf: "musl" };

const file = join(root, "package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8"));
const missing = [];
for (const parent of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    if (`node_modules/${name}` in lock.packages) continue;
    const parts = name.split(/[-/]/);
    const find = (table) => parts.map((part) => table[part]).filter((value) => value !== undefined);
    const [os, cpu, libc] = [find(systems), find(processors), find(libraries)];
    if (os.length + cpu.length === 0) continue;
    missing.push([
      `node_modules/${name}`,
      {
        version,
        ...(cpu.length > 0 && { cpu }),
        ...(parent.dev && { dev: true }),
        ...(libc.length > 0 && { libc }),
        optional: true,
        ...(os.length > 0 && { os }),
      },
    ]);
  }
}
const compare = ([a], [b]) => a.localeCompare(b, "en");
lock.packages = Object.fromEntries([...Object.entries(lock.packages), ...missing].toSorted(compare));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`package-lock.json: ${missing.length} packages of other platforms put back\n`);
