// A site's pages by kind: the shape of an address is its kind, so that a new kind of page is
// checked from the day it exists.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Kinds that a whole site has; one of them missing is an error of the check itself. */
export const EXPECTED = ["front", "404.html", "YYYY", "YYYY/NN", "YYYY/NN/NN", "YYYY/NN/*", "archive", "undated", "sections", "sections/*", "topics", "topics/*", "feeds", "about"];

/** `Map` from kind to the address of its largest page; pages that only lead on are left out. */
export function findKinds(output) {
  const largest = new Map();
  for (const path of listHtml(output)) {
    const kind = nameKind(path);
    const { size } = statSync(join(output, path));
    if (size <= (largest.get(kind)?.size ?? 0) || leadsOn(join(output, path))) continue;
    largest.set(kind, { size, address: path.replace(/(^|\/)index\.html$/, "$1") });
  }
  const kinds = [...largest].sort(([one], [other]) => (one < other ? -1 : 1));
  return new Map(kinds.map(([kind, { address }]) => [kind, address]));
}

export function listHtml(output) {
  const files = readdirSync(output, { recursive: true }).map((path) => path.replaceAll("\\", "/"));
  return files.filter((path) => path.endsWith(".html")).sort();
}

function nameKind(path) {
  const parts = path.replace(/\/?index\.html$/, "").split("/");
  if (parts[0] === "") return "front";
  const shape = (part, depth) => {
    if (/^\d{4}$/.test(part)) return "YYYY";
    if (/^\d{2}$/.test(part)) return "NN";
    return depth === 0 ? part : "*";
  };
  return parts.map(shape).join("/");
}

function leadsOn(file) {
  return readFileSync(file, "utf8").includes('http-equiv="refresh"');
}
