// EPUBCheck, the W3C's checker of books, over those of the example archive and of other sites.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

// A book takes seconds, most of which is starting: two at a time, and no time for compiling.
const AT_ONCE = 2;
const JVM = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"];

/** How many books were read, and every error and warning, in words: all books of the first
 * folder; of the others one each, unless all are wanted. */
export async function checkBooks(java, jar, [first, ...others], all) {
  const list = (folder) => readdirSync(folder).filter((name) => name.endsWith(".epub")).sort().map((name) => join(folder, name));
  const waiting = [...list(first), ...others.flatMap((folder) => (all ? list(folder) : list(folder).slice(0, 1)))];
  const count = waiting.length;
  const faults = count ? [] : ["there is no book"];
  const work = async () => {
    for (let book = waiting.shift(); book; book = waiting.shift()) faults.push(...(await read(java, jar, book)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { count, faults };
}

async function read(java, jar, book) {
  const { messages } = JSON.parse(await run(java, [...JVM, "-jar", jar, book, "--quiet", "--json", "-"]));
  return messages
    .filter(({ severity }) => severity !== "SUPPRESSED" && severity !== "USAGE")
    .map(({ ID, severity, message, locations }) => `${book} ${locations[0]?.path ?? ""}:${locations[0]?.line ?? 0}: ${severity} ${ID}: ${message}`);
}

function run(program, parameters) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters);
    let [said, complaint] = ["", ""];
    child.stdout.on("data", (data) => (said += data));
    child.stderr.on("data", (data) => (complaint += data));
    child.on("error", reject);
    // 1: there are errors, which the report names.
    child.on("close", (code) => (code <= 1 && said ? resolve(said) : reject(new Error(`EPUBCheck stopped: ${complaint}`))));
  });
}
