// A page in a text browser (w3m): what it is about comes first, the ways onward last.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** What stands on a page, in the order in which it should be read; not every page has all. */
const ORDER = [
  "h1",
  "main :is(.text > p, .p-summary, .lines a, .counts a, .calendar a, .empty)",
  ".source summary",
  ".related h2",
  ".facts h2, .margin h2",
  ".onward a",
  ".colophon p",
];

/** What stands elsewhere than a reader of plain text expects it, in words. */
export async function readAsText(browser, w3m, url, file) {
  const page = await browser.newPage();
  let beginnings;
  try {
    await page.goto(url, { waitUntil: "load" });
    beginnings = await page.evaluate(listBeginnings, ORDER);
  } finally {
    await page.close();
  }
  // The file itself: only a browser knows that every name below localhost is this machine.
  const { stdout } = await promisify(execFile)(w3m, ["-dump", "-cols", "100", "-I", "UTF-8", "-O", "UTF-8", file], { timeout: 60_000 });
  const dump = squeeze(stdout);
  const faults = [];
  let at = 0;
  for (const [place, beginning] of beginnings) {
    const found = dump.indexOf(squeeze(beginning), at);
    if (found < 0) faults.push(`"${beginning}" (${place}) is missing or stands too early`);
    else at = found;
  }
  return faults;
}

/** Runs in the page: the first words at each of the places that it has. */
function listBeginnings(order) {
  return order
    .map((place) => [place, [...document.querySelectorAll(place)].find((element) => element.checkVisibility())])
    .filter(([, element]) => element)
    .map(([place, element]) => [place, element.textContent.trim().replace(/\s+/g, " ").slice(0, 24)]);
}

/** Without white space: a text browser breaks lines as it likes. */
function squeeze(text) {
  return text.replace(/[\s\u00ad\u200b]+/g, "");
}
