// EPUBCheck, the W3C's checker of books, over those of the example archive and of other sites.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { runJava } from "./java.mjs";

// A book takes seconds, most of which is starting: two at a time, and no time for compiling.
const AT_ONCE = 2;
// Its exit code where a book has errors, which the report names.
const ERRORS = 1;
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
  const { messages } = JSON.parse(await runJava("EPUBCheck", java, [...JVM, "-jar", jar, book, "--quiet", "--json", "-"], ERRORS));
  return messages
    .filter(({ severity }) => severity !== "SUPPRESSED" && severity !== "USAGE")
    .map(({ ID, severity, message, locations }) => `${book} ${locations[0]?.path ?? ""}:${locations[0]?.line ?? 0}: ${severity} ${ID}: ${message}`);
}
