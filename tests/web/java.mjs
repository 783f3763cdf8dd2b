// A checker that is written in Java: what it says on its standard output.
import { spawn } from "node:child_process";

/** Runs it; an exit code above `most`, or silence, is a failure of the checker itself. */
export function runJava(name, java, parameters, most = 0) {
  return new Promise((resolve, reject) => {
    const child = spawn(java, parameters);
    let [said, complaint] = ["", ""];
    child.stdout.on("data", (data) => (said += data));
    child.stderr.on("data", (data) => (complaint += data));
    child.on("error", reject);
    child.on("close", (code) => (code !== null && code <= most && said ? resolve(said) : reject(new Error(`${name} stopped: ${complaint}`))));
  });
}
