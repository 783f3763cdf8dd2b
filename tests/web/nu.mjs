// The Nu Html Checker over every page and style sheet of a folder.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { runJava } from "./java.mjs";
import { serve } from "./server.mjs";

const JAR = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");
// Over http, since 'self' in a page's security policy means nothing in a file; from this machine.
const LOCAL = ["-Dnu.validator.servlet.allow-forbidden-hosts=true", "-Dnu.validator.servlet.allowed-address-type=all"];
const AT_ONCE = 1000;

/** Every error and warning, in words. */
export async function checkMarkup(java, output) {
  const server = await serve({ 127: output }, 0);
  const root = `http://127.0.0.1:${server.address().port}/`;
  const paths = readdirSync(output, { recursive: true }).filter((path) => /\.(html|css)$/.test(path)).sort();
  const found = [];
  for (let start = 0; start < paths.length; start += AT_ONCE) {
    const urls = paths.slice(start, start + AT_ONCE).map((path) => root + encodeURI(path));
    const { messages } = JSON.parse(await runJava("the Nu checker", java, [...LOCAL, "-Xmx1g", "-jar", JAR, "--format", "json", "--stdout", "--exit-zero-always", "--also-check-css", ...urls]));
    found.push(...messages.map(({ type, subType, url, lastLine, message }) => `${url?.slice(root.length)}:${lastLine ?? 0}: Nu ${subType ?? type}: ${message}`));
  }
  server.close();
  return found;
}
