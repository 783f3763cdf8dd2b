// The search as a reader has it: typed, over http and from file://, with its weight.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Posts that the search is tried on: date, language, title, text, further lines of the header. */
const POSTS = [
  ["2022-01-10", "de", "Moskau stellt Forderungen", "Russland verlangt weitreichende Sicherheitsgarantien von der NATO. Der Minister sprach am Abend lange darüber.", "People: Sergei Rjabkow\nPlaces: Moskau\nCategory: Politik"],
  ["2022-01-11", "de", "Fest am Büchelberg", "Am Büchelberg feiern die Leute auf dem Platz.", "Places: Büchelberg\nCategory: Kultur"],
  ["2022-02-01", "en", "Ferries run again", "The ferries were running late, the captain of the old ferry said.", "Category: World"],
  ["2021-05-05", "ru", "Переговоры в Женеве", "Министры обсудили безопасность Европы и новые договоры.", ""],
  ["2021-05-06", "ar", "محادثات في جنيف", "ناقش الوزراء الأمن في أوروبا والاتفاقيات الجديدة.", ""],
  ["2021-06", "fr", "Les ouvriers reprennent le travail", "Les grévistes ont accepté les propositions de la direction.", ""],
  ["2021-07-01", "pl", "Rozmowy w Warszawie", "Ministrowie rozmawiali o bezpieczeństwie.", ""],
  ["2021-08-01", "es", "Vuelven los barcos", "Los pescadores celebraron la llegada de los barcos.", ""],
  ["2021-09-01", "it", "Il teatro riapre", "Gli spettatori applaudono la nuova stagione teatrale.", ""],
  ["2020-03-01", "de", "Alte Brücke abgerissen", "Der Abend am alten Platz war lang, sprach der Minister. <b>Nicht fett</b> & mehr.", "People: Anna Rjabkow"],
];

/** What is typed, and the titles that must be found, in this order where it counts. */
const QUESTIONS = [
  [{ q: "Garantien" }, ["Moskau stellt Forderungen"]],
  [{ q: "Garantie" }, ["Moskau stellt Forderungen"]],
  [{ q: "SICHERHEIT" }, ["Moskau stellt Forderungen"]],
  [{ q: "Büchelberg" }, ["Fest am Büchelberg"]],
  [{ q: "buechelberg" }, ["Fest am Büchelberg"]],
  [{ q: "buchelberg" }, ["Fest am Büchelberg"]],
  [{ q: "ferry" }, ["Ferries run again"]],
  [{ q: "run" }, ["Ferries run again"]],
  [{ q: "договор" }, ["Переговоры в Женеве"]],
  [{ q: "безопасности" }, ["Переговоры в Женеве"]],
  [{ q: "الأمن" }, ["محادثات في جنيف"]],
  [{ q: "اتفاقيات" }, ["محادثات في جنيف"]],
  [{ q: "proposition" }, ["Les ouvriers reprennent le travail"]],
  [{ q: "Warszawa" }, ["Rozmowy w Warszawie"]],
  [{ q: "pescador" }, ["Vuelven los barcos"]],
  [{ q: "spettatore" }, ["Il teatro riapre"]],
  [{ q: "Minister Abend" }, ["Moskau stellt Forderungen", "Alte Brücke abgerissen"]],
  [{ q: "„sprach der Minister“" }, ["Alte Brücke abgerissen"]],
  [{ q: '"Minister sprach"' }, ["Moskau stellt Forderungen"]],
  [{ q: "Minister", year: "2020" }, ["Alte Brücke abgerissen"]],
  [{ q: "Minister", section: "Politik" }, ["Moskau stellt Forderungen"]],
  [{ q: "", person: "rjabkow" }, ["Moskau stellt Forderungen", "Alte Brücke abgerissen"]],
  [{ q: "", person: "Sergei Rjabkow" }, ["Moskau stellt Forderungen"]],
  [{ q: "Leute", place: "Buechelberg" }, ["Fest am Büchelberg"]],
  [{ q: "Platz Brücke", order: "best" }, ["Alte Brücke abgerissen"]],
  [{ q: "Platz", order: "best" }, ["Fest am Büchelberg", "Alte Brücke abgerissen"]],
  [{ q: "Gibtesnicht" }, []],
];

export function writePosts(root) {
  const folder = join(root, "content/posts/search");
  mkdirSync(folder, { recursive: true });
  POSTS.forEach(([date, language, title, text, more], number) => {
    const head = `Title: ${title}\nSlug: text-${number}\nDate: ${date.padEnd(10, "-01")}\nPublished: ${date}\nLang: ${language}\n${more}`;
    writeFileSync(join(folder, `${number}.md`), `${head.trim()}\n\n${text.replaceAll("<", "\\<")}\n`);
  });
}

/** What is wrong with the search of a site that holds `writePosts`'s posts and no others. */
export async function checkSearch(browser, output, origin) {
  const faults = [];
  for (const url of [`${origin}/search/`, pathToFileURL(join(output, "search/index.html")).href]) {
    const page = await browser.newPage();
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    await page.goto(url, { waitUntil: "load" });
    for (const [fields, expected] of QUESTIONS) {
      const found = await ask(page, fields);
      if (JSON.stringify(found.titles) !== JSON.stringify(expected)) faults.push(`${url}: ${JSON.stringify(fields)} finds ${JSON.stringify(found.titles)}, not ${JSON.stringify(expected)}`);
      if (fields.q && expected.length && !found.marked) faults.push(`${url}: ${JSON.stringify(fields)} marks nothing`);
    }
    const { address } = await ask(page, { q: "Büchelberg" });
    await page.goto(address, { waitUntil: "load" });
    if (!(await page.title()).startsWith("Fest am Büchelberg")) faults.push(`${url}: the result leads to ${address}`);
    // The keyboard alone, and a question in the address.
    await page.goto("about:blank");
    await page.goto(`${url}#q=Garantien`, { waitUntil: "load" });
    await page.waitForSelector("#nd-results li");
    await page.focus("#nd-q");
    await page.keyboard.type(" zzz");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => !document.querySelector("#nd-results li"));
    faults.push(...said.map((text) => `${url}: the browser says: ${text}`));
    await page.close();
  }
  return faults;
}

/** What the search finds otherwise than `searched.py` says, whose site lies in `folder`: every result of every question, in order. */
export async function checkAnswers(browser, folder, origin) {
  const faults = [];
  const answers = JSON.parse(readFileSync(join(folder, "questions.json"), "utf8"));
  const local = pathToFileURL(join(folder, "search/index.html")).href;
  const page = await browser.newPage();
  for (const [url, asked] of [[`${origin}/search/`, answers.filter((_, at) => at % 4)], [local, answers.filter((_, at) => at % 4 === 0)]]) {
    await page.goto(url, { waitUntil: "load" });
    for (const { fields, found } of asked) {
      const { addresses, status } = await askForAll(page, fields);
      if (JSON.stringify(addresses) !== JSON.stringify(found)) faults.push(`${url}: ${JSON.stringify(fields)} finds ${addresses.length} (${addresses.slice(0, 5)}), not ${found.length} (${found.slice(0, 5)})`);
      if (found.length && !status.includes(`: ${found.length}`)) faults.push(`${url}: ${JSON.stringify(fields)} says «${status}» of ${found.length}`);
    }
  }
  await page.close();
  return { faults, count: answers.length };
}

async function ask(page, fields) {
  await page.evaluate((given) => {
    const form = document.querySelector("form.search");
    form.reset();
    for (const [name, value] of Object.entries(given)) form.elements.namedItem(name).value = value;
    document.querySelector("#nd-status").textContent = "";
    form.requestSubmit();
  }, fields);
  await page.waitForFunction(() => {
    const { found, nothing } = document.querySelector("form.search").dataset;
    const status = document.querySelector("#nd-status").textContent;
    return status.startsWith(found.replace("{}", "")) || status.startsWith(nothing);
  });
  return page.evaluate(() => {
    const links = [...document.querySelectorAll("#nd-results a")];
    return { titles: links.map((link) => link.textContent), address: links[0]?.href, marked: document.querySelector("#nd-results mark") !== null };
  });
}

/** Asks, and asks for more until there is no more. */
async function askForAll(page, fields) {
  return page.evaluate(async (given) => {
    const form = document.querySelector("form.search");
    const status = document.querySelector("#nd-status");
    const more = document.querySelector("#nd-more");
    form.reset();
    for (const [name, value] of Object.entries(given)) form.elements.namedItem(name).value = value;
    form.requestSubmit();
    const { found, nothing } = form.dataset;
    const isDone = () => more.hidden && (!status.textContent || status.textContent.startsWith(found.replace("{}", "")) || status.textContent.startsWith(nothing));
    while (!isDone()) {
      if (!more.hidden) more.click();
      await new Promise((resolve) => setTimeout(resolve));
    }
    const root = new URL("..", location.href).href;
    const addresses = [...document.querySelectorAll("#nd-results a")].map(({ href }) => href.slice(root.length).replace(/index\.html$/, ""));
    return { addresses, status: status.textContent };
  }, fields);
}
