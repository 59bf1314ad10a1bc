// A zone of a thousand (千行): lists that are longer than a page, as each role meets them.
//
//   node crowd.mjs URL LEAST PICTURES "ROLE PATH [ROWS KEY]"…
//
// Every page is opened in both languages and passes all checks. Where ROWS says how the links or
// forms of a list's rows begin, and KEY by what its next page is asked for, the list is read to its
// end: there must be at least LEAST different rows, none twice, and no page of it may be heavier or
// longer than MOST says. Pictures of the first pages go to the folder PICTURES. Ends as browser.mjs
// says.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LANGUAGES, conclude, launch, openWindow, takeRole } from "./browser.mjs";
import { WIDTHS, examine, go, openPage, shotName } from "./checks.mjs";

const MOST = { bytes: 300_000, rows: 200 }; // of one page
const PAGES = 100; // that a list may have here

// Looks at each list; returns how many checks passed and failed.
async function crowd(base, least, pictures, places) {
  const browser = await launch();
  const result = { passed: 0, failed: 0 };
  const note = (flaws, where) => {
    flaws.forEach((flaw) => console.log(`${where}: ${flaw}`));
    result[flaws.length === 0 ? "passed" : "failed"] += 1;
  };
  try {
    for (const place of places) {
      const [role, path, rows, key] = place.split(" ");
      for (const language of Object.keys(LANGUAGES)) {
        const context = await openWindow(browser, { language, width: WIDTHS[0] });
        const visit = await openPage(context, language);
        await takeRole(visit.page, base, role);
        await go(visit, new URL(path, base));
        const shot = (width) => join(pictures, shotName(role, path, language, width));
        const where = `${role} ${path}`;
        const found = await examine(visit, { place: where, say: console.log, shot });
        result.passed += found.passed;
        result.failed += found.failed;
        if (rows && language === "zh") {
          note(await readToTheEnd(visit, new URL(path, base), { rows, key, least }), where);
        }
        await context.close();
      }
    }
  } finally {
    await browser.close();
  }
  return result;
}

// Follows a list by its link to the next page; what is wrong with it.
async function readToTheEnd(visit, address, { rows, key, least }) {
  const flaws = [];
  const seen = new Set();
  const visited = new Set();
  for (let next = address.href; next && visited.size < PAGES; ) {
    visited.add(next);
    await go(visit, next);
    const { links, onwards } = await visit.page.evaluate(listed, rows);
    const page = `page ${visited.size}`;
    const twice = links.filter((link) => seen.has(link));
    if (twice.length > 0) flaws.push(`${page} repeats ${twice.length} rows, the first ${twice[0]}`);
    links.forEach((link) => seen.add(link));
    if (links.length > MOST.rows) flaws.push(`${page} has ${links.length} rows`);
    const weight = Buffer.byteLength(visit.html);
    if (weight > MOST.bytes) flaws.push(`${page} weighs ${weight} bytes`);
    const asked = (link) => new URL(link).searchParams.get(key);
    next = onwards.find((link) => asked(link) && asked(link) !== asked(visit.page.url()));
  }
  const short = `${seen.size} rows on ${visited.size} pages, ${least} are there`;
  return seen.size < least ? [...flaws, short] : flaws;
}

// Where the rows of a list lead, or are sent to, and what leads on. Runs in the page.
function listed(beginning) {
  const main = document.querySelector("main");
  const onwards = [...main.querySelectorAll('a[rel="next"]')].map((link) => link.href);
  const all = main.querySelectorAll(`a[href^="${beginning}"]:not([rel]), form[action^="${beginning}"]`);
  const places = [...all].map((row) => row.getAttribute("href") ?? row.getAttribute("action"));
  return { links: [...new Set(places)], onwards };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await conclude(() => {
    const [base, least, pictures, ...places] = process.argv.slice(2);
    if (places.length === 0) throw new Error("usage: crowd.mjs URL LEAST PICTURES \"ROLE PATH [ROWS KEY]\"…");
    return crowd(base, Number(least), pictures, places);
  });
}
