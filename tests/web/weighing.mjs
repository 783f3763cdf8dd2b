// What questions of the search cost over the wire until the first result stands on the page, or
// until it says that there is none: `node weighing.mjs OUTPUT [EACH]` asks so many questions of
// every kind of a site's own texts, and ends with 1 if one costs too much.
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";
import { findBrowser } from "./machine.mjs";
import { findPort, serve } from "./server.mjs";

const MOST_TO_FIRST_RESULT = 40;
/** KiB of what costs more, as docs/decisions/0008-search.md says; of phrases without the texts, which have no bound. */
const MOST = new Map([["five words", 46], ["long phrases", 50], ["word and phrase", 44]]);
export const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Words are drawn apart by how many texts hold them, up to so many. */
const STEPS = [1, 2, 5, 10, 50, 100, 1000, Infinity];

/** `[kind, question]`, so many of each kind: words by the number of texts that hold them, several words, phrases. */
export function drawQuestions(output, each) {
  const texts = readTexts(output);
  const holders = new Map();
  for (const paragraphs of texts) for (const word of new Set(paragraphs.flat())) holders.set(word, (holders.get(word) ?? 0) + 1);
  const kinds = new Map(STEPS.map((step) => [step, []]));
  for (const [word, count] of holders) kinds.get(STEPS.find((step) => count <= step)).push(word);
  const questions = [];
  STEPS.forEach((step, at) => {
    const words = kinds.get(step).sort();
    const name = step === Infinity ? `in more than ${STEPS[at - 1]}` : `in ${step > 2 ? `${STEPS[at - 1] + 1} to ${step}` : step}`;
    questions.push(...spread(words, each).map((word) => [name, word]));
  });
  // A phrase is looked for in one paragraph.
  const long = texts.flatMap((paragraphs) => paragraphs.filter((words) => words.length > 30).slice(0, 1));
  const draw = (kind, make) => {
    for (const [at, words] of spread(long, each).entries()) {
      const question = make(words, (number) => words[number % words.length], at);
      if (question) questions.push([kind, question]);
    }
  };
  draw("two words", (_, pick, at) => `${pick(7 * at)} ${pick(11 * at + 13)}`);
  draw("three words", (_, pick, at) => `${pick(5 * at + 1)} ${pick(7 * at + 11)} ${pick(13 * at + 23)}`);
  draw("five words", (_, pick, at) => [0, 1, 2, 3, 4].map((step) => pick(3 * at + 6 * step)).join(" "));
  draw("words apart", (_, pick, at) => `${pick(7 * at)} ${long[(at * 37 + 5) % long.length][at % 30]}`);
  const findLong = (words) => words.findIndex((word, place) => word.length > 6 && words[place + 1]?.length > 6);
  draw("phrases", (words) => findLong(words) >= 0 && `"${words.slice(findLong(words), findLong(words) + 2).join(" ")}"`);
  draw("long phrases", (_, pick, at) => `"${[5, 6, 7, 8].map((step) => pick((at * 3) % 20 + step)).join(" ")}"`);
  draw("word and phrase", (_, pick, at) => `${pick(at * 7)} "${pick((at % 20) + 5)} ${pick((at % 20) + 6)}"`);
  return questions;
}

/** Each text's paragraphs, as words, in the order of the files' names. */
function readTexts(output) {
  const folder = join(output, "search/texts");
  const names = readdirSync(folder, { recursive: true }).filter((name) => /[\\/]\d+\.js$/.test(name)).sort();
  return names.map((name) => {
    const data = readFileSync(join(folder, name), "utf8").replace(/^newsdigestSearch\(|\);\n$/g, "");
    const paragraphs = JSON.parse(`[${data}]`)[5].split("\n");
    return paragraphs.map((paragraph) => paragraph.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []);
  });
}

/** So many members of a list, equally far apart. */
function spread(list, count) {
  const step = Math.max(1, list.length / count);
  return Array.from({ length: Math.min(count, list.length) }, (_, at) => list[Math.floor(step * (at + 0.5))] ?? list.at(-1));
}

/** Tells the page around a frame what was loaded until the first result stood in it, or until nothing was found. */
function watch() {
  if (globalThis.top === globalThis) return;
  const observer = new MutationObserver(() => {
    const { nothing } = document.querySelector("form.search")?.dataset ?? {};
    const isFound = document.querySelector("#nd-results li") !== null;
    if (!isFound && !(nothing && document.querySelector("#nd-status")?.textContent.startsWith(nothing))) return;
    observer.disconnect();
    const loaded = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const files = loaded.map(({ name, transferSize }) => [new URL(name).pathname, transferSize]);
    globalThis.parent.postMessage({ isFound, files }, "*");
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });
}

/** What each question costs over the wire until its first result stands on the page, for a reader who comes for the first time. */
export async function weighAll(browser, output, questions) {
  // Each question has the site at an address of its own: nothing of it is in the browser's cache.
  const folder = mkdtempSync(join(tmpdir(), "newsdigest-weighing-"));
  questions.forEach((_, number) => symlinkSync(resolve(output), join(folder, `${number}`)));
  const port = await findPort();
  const server = await serve({ site: folder }, port);
  const origin = `http://site.localhost:${port}`;
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(watch);
  await page.goto(`${origin}/0/search/recent/w0.js`); // a page of the same origin that frames may stand in
  const weights = [];
  for (const [number, [kind, question]] of questions.entries()) {
    const { isFound, files } = await page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const frame = document.createElement("iframe");
          globalThis.onmessage = ({ data }) => (frame.remove(), resolve(data));
          frame.src = url;
          document.body.append(frame);
        }),
      `${origin}/${number}/search/#q=${encodeURIComponent(question)}`,
    );
    weights.push({ kind, question, isFound, files, bytes: files.reduce((sum, [, size]) => sum + size, 0) });
  }
  await page.close();
  server.close();
  rmSync(folder, { recursive: true });
  return weights;
}

/** A line for each kind: how many questions, and the median, the 95th percentile and the most in KiB. */
export function describeWeights(weights) {
  const kinds = [...new Set(weights.map(({ kind }) => kind)), "all"];
  return kinds.map((kind) => {
    const bytes = weights.filter((one) => kind === "all" || one.kind === kind).map((one) => one.bytes).sort((one, other) => one - other);
    const tell = (share) => (bytes[Math.min(bytes.length - 1, Math.floor(bytes.length * share))] / 1024).toFixed(1);
    return `${kind.padEnd(18)} ${String(bytes.length).padStart(4)} questions  median ${tell(0.5)}  95 % ${tell(0.95)}  most ${tell(1)} KiB`;
  });
}

/** What costs too much. */
export function judgeWeights(weights) {
  return weights.flatMap(({ kind, question, files }) => {
    const counted = kind.includes("phrase") ? files.filter(([name]) => !name.includes("/texts/")) : files;
    const bytes = counted.reduce((sum, [, size]) => sum + size, 0);
    const most = MOST.get(kind) ?? MOST_TO_FIRST_RESULT;
    return bytes > most * 1024 ? [`«${question}» (${kind}) loads ${bytes} bytes in ${counted.length} files until the first result, of ${most} KiB`] : [];
  });
}

async function main([output, each = "40"]) {
  const browser = await puppeteer.launch({ executablePath: findBrowser(), args: FLAGS });
  try {
    const weights = await weighAll(browser, output, drawQuestions(output, Number(each)));
    console.log(describeWeights(weights).join("\n"));
    const heaviest = [...weights].sort((one, other) => other.bytes - one.bytes).slice(0, 8);
    for (const { kind, question, bytes } of heaviest) console.log(`${(bytes / 1024).toFixed(1)} KiB  ${question} (${kind})`);
    process.exitCode = judgeWeights(weights).length ? 1 : 0;
  } finally {
    await browser.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
