// Each page in a browser: axe-core, sideways scroll, shifts, weight, requests, scripts.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LIMITS = [
  [/^map$/, { bytes: 20 * 1024, requests: 4 }],
  [/^front$/, { bytes: 15 * 1024, requests: 4 }],
  [/^(YYYY\/(NN\/)?|undated\/)\*$/, { bytes: 8 * 1024, requests: 3 }],
];

/** What is wrong with one page in one width, in each colour scheme, in words. */
export async function browse(browser, url, kind, width, schemes) {
  const page = await browser.newPage();
  try {
    const loads = [];
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    await page.setCacheEnabled(false); // a page is weighed with the style sheets of the one before, too
    const session = await page.createCDPSession();
    await session.send("Network.enable");
    const sizes = new Map();
    session.on("Network.requestWillBeSent", ({ requestId, request, type }) => loads.push({ requestId, url: request.url, type }));
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
    await page.setViewport({ width, height: 800, isMobile: width < 600, hasTouch: width < 600 });
    const response = await page.goto(url, { waitUntil: "load" });
    if (url.includes("#q=")) await page.waitForSelector("#nd-results li");
    const expected = kind === "404.html" ? 404 : 200;
    const faults = response.status() === expected ? [] : [`answered ${response.status()}`];
    faults.push(...said.filter((text) => !text.includes("404 (Not Found)")).map((text) => `the browser says: ${text}`));
    faults.push(...judgeLoads(url, kind, loads, sizes));
    faults.push(...(await judgeLayout(page)));
    await page.evaluate(AXE); // not a script of the page: its security policy forbids those
    for (const scheme of schemes) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      faults.push(...(await judgeAccess(page)).map((fault) => `${scheme}: ${fault}`));
    }
    return faults;
  } finally {
    await page.close();
  }
}

function judgeLoads(url, kind, loads, sizes) {
  const faults = [];
  const own = new URL(url).origin;
  for (const load of loads) {
    if (!load.url.startsWith(own) && !load.url.startsWith("data:")) faults.push(`asks another server: ${load.url}`);
    if (load.type === "Script" && kind !== "search") faults.push(`loads a script: ${load.url}`);
  }
  const limits = LIMITS.find(([pattern]) => pattern.test(kind))?.[1];
  if (!limits) return faults;
  // The browser asks for the icon too, but not for every page and never in a reader's way.
  const counted = loads.filter((load) => load.type !== "Other");
  const bytes = counted.reduce((sum, load) => sum + (sizes.get(load.requestId) ?? 0), 0);
  if (bytes > limits.bytes) faults.push(`weighs ${bytes} bytes over the wire, more than ${limits.bytes}`);
  if (counted.length > limits.requests) faults.push(`needs ${counted.length} requests, more than ${limits.requests}`);
  return faults;
}

async function judgeLayout(page) {
  const faults = [];
  const shift = await page.evaluate(
    () =>
      new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
      }),
  );
  if (shift > 0) faults.push(`shifts by ${shift.toFixed(3)} while it loads`);
  for (const size of ["100%", "200%"]) {
    const wide = await page.evaluate((value) => {
      const root = document.documentElement;
      root.style.fontSize = value;
      const excess = root.scrollWidth - root.clientWidth;
      const culprits = [...document.body.querySelectorAll("*")]
        .filter((element) => {
          const box = element.getBoundingClientRect();
          return box.width > 1 && (box.right > root.clientWidth + 1 || box.left < -1);
        })
        .map((element) => `${element.localName}.${element.className}`);
      root.style.fontSize = "";
      return excess > 0 ? { excess, culprits: culprits.slice(0, 3) } : null;
    }, size);
    if (wide) faults.push(`scrolls sideways by ${wide.excess} px with text at ${size}: ${wide.culprits.join(", ")}`);
  }
  return faults;
}

async function judgeAccess(page) {
  // The order in which a drawing is painted is hidden from axe: on what a name of a map stands it cannot tell.
  // tests/adapters/test_styles.py measures these colours.
  // Nor can it tell of the columns that a table shows when it is scrolled: they have the colours of the first.
  const { violations, incomplete } = await page.evaluate(() => globalThis.axe.run({ exclude: ["svg text", ".text :is(th, td):nth-child(n + 4)"] }, { resultTypes: ["violations", "incomplete"] }));
  const tell = (verdict) => (result) => `axe ${verdict} ${result.id}: ${result.nodes[0].target.join(" ")} (${result.nodes.length} places): ${result.help}`;
  return [...violations.map(tell("finds")), ...incomplete.map(tell("cannot decide"))];
}
