// A site's pages as pictures for docs/: `node pictures.mjs OUTPUT FOLDER` writes one WebP for each
// kind of page (desk and phone, light and dark) and `site.webp` for the README.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import puppeteer from "puppeteer-core";
import { findKinds } from "./kinds.mjs";
import { findBrowser } from "./machine.mjs";
import { serve } from "./server.mjs";

const DESK = { width: 1280, height: 1500 };
const PHONE = { width: 390, height: 1500 };

/** File names for kinds; a kind that is not named here gets no picture. */
const NAMES = {
  front: "front",
  "YYYY/NN/*": "article",
  YYYY: "year",
  "YYYY/NN": "month",
  "YYYY/NN/NN": "day",
  "stories/*": "story",
  stories: "stories",
  "people/*": "person",
  "places/*": "place",
  "organisations/*": "organisation",
  people: "register",
  "topics/*": "topic",
  "sections/*": "section",
  map: "map",
  search: "search",
  sections: "sections",
  archive: "archive",
  feeds: "feeds",
  undated: "undated",
  about: "about",
  "404.html": "not-found",
};

const [output, folder] = process.argv.slice(2).map((path) => resolve(path));
const server = await serve({ 127: output }, 0);
const browser = await puppeteer.launch({ executablePath: findBrowser(), args: ["--no-sandbox", "--disable-gpu"] });

async function take(address, view, scheme) {
  const page = await browser.newPage();
  await page.setViewport(view);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(`http://127.0.0.1:${server.address().port}/${address}`);
  const height = Math.min(view.height, await page.evaluate(() => document.documentElement.scrollHeight));
  const data = await page.screenshot({ encoding: "base64", clip: { x: 0, y: 0, width: view.width, height: Math.max(height, 600) } });
  await page.close();
  return { data, ...view };
}

/** Pictures side by side, on grey. */
async function combine(pictures, path, scale) {
  const page = await browser.newPage();
  const images = pictures.map(({ data, width }) => `<img src="data:image/png;base64,${data}" style="width:${width * scale}px">`);
  await page.setViewport({ width: Math.ceil(pictures.reduce((sum, { width }) => sum + width * scale + 12, 12)), height: 200 });
  await page.setContent(`<body style="margin:12px;display:flex;gap:12px;align-items:flex-start;background:#8a8a8a">${images.join("")}`, { waitUntil: "load" });
  await page.screenshot({ path, type: "webp", quality: 70, fullPage: true });
  await page.close();
}

mkdirSync(folder, { recursive: true });
const kinds = findKinds(output);
for (const [kind, name] of Object.entries(NAMES)) {
  if (!kinds.has(kind)) continue;
  const address = kinds.get(kind);
  const pictures = [];
  for (const view of [DESK, PHONE]) for (const scheme of ["light", "dark"]) pictures.push(await take(address, view, scheme));
  await combine(pictures, join(folder, `${name}.webp`), 0.4);
}
const both = [await take("", DESK, "light"), await take(kinds.get("YYYY/NN/*"), { ...PHONE, height: 1160 }, "dark")];
await combine([both[0], { ...both[1], width: 500 }], join(folder, "site.webp"), 0.65);
await browser.close();
server.close();
