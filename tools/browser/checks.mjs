// What every page must pass: a visit opens it once in one language, then looks at it at each width.
//
// The page's content policy stays in force: nothing is added to a page but what reads it. How it is
// read stands in reading.mjs, how its text is judged in markup.mjs.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { HEIGHT, LANGUAGES } from "./browser.mjs";
import { unsound } from "./markup.mjs";
import * as reading from "./reading.mjs";
import { brokenStates, hiddenFocus } from "./states.mjs";

export const WIDTHS = [1180, 768, 360];

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const AXE_RULES = {
  all: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
  // What asks where a thing lies and what is around it; the others ask what is there.
  laidOut: [
    "color-contrast",
    "link-in-text-block",
    "scrollable-region-focusable",
    "skip-link",
    "target-size",
  ],
};

// Each check takes a visit and returns its flaws, as sentences; none means passed.
const ONCE = {
  "answers as it should": ({ status, expected }) => (status === expected ? [] : [`status ${status}`]),
  "markup is sound": ({ html }) => unsound(html),
  "console is silent": ({ complaints, expected }) =>
    complaints.filter((text) => expected === 200 || !text.includes(`status of ${expected}`)),
  "content policy is kept": ({ page }) => page.evaluate(reading.policyViolations),
  "asks only its own server": ({ strangers }) => strangers,
  "language is said": ({ page, language }) =>
    page.evaluate(reading.otherLanguage, LANGUAGES[language]),
  "texts are in their language": ({ page, language }) =>
    page.evaluate(language === "zh" ? reading.halfWidthMarks : reading.chineseLeft),
};
const AT_EACH_WIDTH = {
  "no sideways scroll": ({ page }) => page.evaluate(reading.sidewaysScroll),
  accessible: ({ page }) => page.evaluate(reading.inaccessible, AXE_RULES),
};
// These change the page: they come last.
const AT_LAST = {
  "focus is seen": hiddenFocus,
  "whole in every state": brokenStates,
};

// A page that notes what goes wrong on it; `go` opens an address in it, one after the other: a new
// page costs more than looking at it.
export async function openPage(context, language) {
  const page = await context.newPage();
  const size = page.viewportSize();
  const visit = { page, size, language, complaints: [], strangers: [], expected: 200 };
  page.on("console", (message) => {
    if (message.type() === "error") visit.complaints.push(message.text());
  });
  page.on("pageerror", (error) => visit.complaints.push(String(error)));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== visit.origin) visit.strangers.push(origin);
  });
  await page.addInitScript(reading.listenForPolicyViolations);
  return visit;
}

export async function go(visit, address, expected = 200) {
  const wanted = new URL(address);
  wanted.searchParams.set("lang", visit.language);
  await visit.page.setViewportSize(visit.size);
  Object.assign(visit, { complaints: [], strangers: [], expected, origin: wanted.origin });
  const response = await visit.page.goto(wanted.href, { waitUntil: "load" });
  Object.assign(visit, { status: response.status(), html: await response.text() });
}

// Passes all checks over a page that was opened; says each flaw with where it was seen. A short look
// leaves its states out.
export async function examine(visit, { widths = WIDTHS, place, say, shot, isShort }) {
  const result = { passed: 0, failed: 0 };
  const pass = async (checks, where) => {
    for (const [name, flawsOf] of Object.entries(checks)) {
      const flaws = await flawsOf(visit);
      flaws.forEach((flaw) => say(`${where}: ${name} — ${flaw}`));
      result[flaws.length === 0 ? "passed" : "failed"] += 1;
    }
  };
  await pass(ONCE, `${place} ${visit.language}`);
  await visit.page.evaluate(AXE);
  for (const width of widths) {
    await visit.page.setViewportSize({ width, height: HEIGHT });
    await pass(AT_EACH_WIDTH, `${place} ${visit.language} ${width}`);
    if (shot) await shoot(visit.page, shot(width));
  }
  if (!isShort) await pass(AT_LAST, `${place} ${visit.language}`);
  return result;
}

// A picture of the whole page as it stands.
export async function shoot(page, path) {
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path, fullPage: true });
}

// A file name that says what is on the picture.
export function shotName(...words) {
  const name = words.join(" ").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  // An address may say much behind its question mark; a file's name is short.
  const short = name.length <= 80 ? name : `${name.slice(0, 70)}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
  return `${short || "first"}.png`;
}
