// What the checks need of the machine, found or asked for in plain words.
import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

export function findBrowser() {
  const found = process.env.CHROME ? find([process.env.CHROME]) : find(BROWSERS);
  if (found) return found;
  throw new Missing(
    process.env.CHROME
      ? `CHROME is ${process.env.CHROME}, which is no program: set it to a Chromium or Chrome`
      : "no Chromium or Chrome on PATH: install one (apt-get install chromium) or set CHROME to it",
  );
}

export function findJava() {
  const found = find(["java"]);
  if (!found) throw new Missing("no java on PATH: the Nu checker needs one (apt-get install default-jre-headless)");
  execFileSync(found, ["-version"], { stdio: "ignore" });
  return found;
}

export function findTextBrowser() {
  const found = find(["w3m"]);
  if (!found) throw new Missing("no w3m on PATH: pages are read as plain text with it (apt-get install w3m)");
  return found;
}

/** A tool is missing: says which, and how to get it. */
export class Missing extends Error {}

function find(names) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = names.flatMap((name) => (name.includes("/") ? [name] : folders.map((folder) => join(folder, name))));
  return paths.find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
