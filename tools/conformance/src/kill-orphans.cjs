// Reads lines "+PID" and "-PID"; when its input ends, however that came, kills every process still on the list.
// Plain JavaScript, because it runs on its own under every Node that is supported.
"use strict";

const pids = new Set();

require("node:readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => {
    const pid = Number(line.slice(1));
    if (line.startsWith("+")) pids.add(pid);
    else pids.delete(pid);
  })
  .on("close", () => {
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended meanwhile.
      }
    }
  });
