// A page by keyboard: Tab from the first stop to the last, as somebody without a mouse reads it.

/** What is wrong with the way through a page, in words. */
export async function walk(browser, url, width) {
  const page = await browser.newPage();
  try {
    await page.setViewport({ width, height: 800 });
    await page.goto(url, { waitUntil: "load" });
    const expected = await page.evaluate(listStops);
    const faults = [];
    let before;
    for (let number = 0; number < expected.length; number += 1) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(describeStop);
      if (stop.path !== expected[number]) return [...faults, `Tab ${number + 1} leads to ${stop.path}, not to ${expected[number]}`];
      if (!stop.seen) faults.push(`cannot be seen when it has the focus: ${stop.path}`);
      if (!stop.ringed) faults.push(`nothing shows that it has the focus: ${stop.path}`);
      if (before && leadsBack(before, stop)) faults.push(`Tab leads back up, from ${before.path} to ${stop.path}`);
      before = stop;
    }
    await page.keyboard.press("Tab");
    if ((await page.evaluate(describeStop)).path === expected.at(-1)) faults.push(`the focus is caught in ${expected.at(-1)}`);
    faults.push(...(await skip(page, url)));
    return faults.slice(0, 5);
  } finally {
    await page.close();
  }
}

/** The link past the menu comes first and does what it says. */
async function skip(page, url) {
  await page.goto("about:blank");
  await page.goto(url, { waitUntil: "load" });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const inside = () => document.querySelector("main").contains(document.activeElement);
  if (!(await page.evaluate(inside))) return ["the first stop does not lead past the menu"];
  const stops = () => document.querySelectorAll("main :is(a[href], button, input, select, summary, [tabindex='0'])").length;
  if (!(await page.evaluate(stops))) return [];
  await page.keyboard.press("Tab");
  return (await page.evaluate(inside)) ? [] : ["behind the link past the menu, Tab leaves the text"];
}

/** Columns are read one after another, lines downwards: up is right only where it leads on. */
function leadsBack(one, other) {
  if (other.bottom > one.top) return false;
  return one.direction === "rtl" ? other.left >= one.left : other.right <= one.right;
}

function listStops() {
  const everything = [...document.querySelectorAll("body, body *")];
  const name = (element) => `${element.localName} ${everything.indexOf(element)} (${element.textContent.trim().slice(0, 30)})`;
  return [...document.body.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((element) => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }))
    .map(name);
}

function describeStop() {
  const element = document.activeElement;
  const everything = [...document.querySelectorAll("body, body *")];
  const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const top = document.elementFromPoint(x, y);
  return {
    path: `${element.localName} ${everything.indexOf(element)} (${element.textContent.trim().slice(0, 30)})`,
    seen: box.width > 1 && box.height > 1 && Boolean(top) && (element.contains(top) || top.contains(element)),
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    top: box.top + scrollY,
    bottom: box.bottom + scrollY,
    left: box.left,
    right: box.right,
    direction: getComputedStyle(document.documentElement).direction,
  };
}
