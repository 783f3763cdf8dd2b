// Lighthouse: four categories, the best of up to three runs.
import lighthouse from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

/** What keeps a page from 100 in all categories, in words; nothing if all are met. */
export async function score(url, port, runs = 3) {
  let best;
  for (let run = 0; run < runs; run += 1) {
    const { lhr } = await lighthouse(url, { port, logLevel: "error", output: "json", onlyCategories: CATEGORIES });
    const points = CATEGORIES.map((name) => Math.round((lhr.categories[name].score ?? 0) * 100));
    const sum = points.reduce((one, other) => one + other);
    if (!best || sum > best.sum) best = { sum, points, faults: listFaults(lhr) };
    if (sum === 400) return [];
  }
  return [`Lighthouse gives ${best.points.join("/")} (${CATEGORIES.join("/")}): ${best.faults.join("; ")}`];
}

function listFaults({ audits, categories }) {
  const weighed = CATEGORIES.flatMap((name) => categories[name].auditRefs).filter(({ weight }) => weight > 0);
  return weighed.filter(({ id }) => audits[id].score !== null && audits[id].score < 1).map(({ id }) => `${id} ${audits[id].displayValue ?? ""}`.trim());
}
