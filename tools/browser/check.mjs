// Opens pages in Chromium and reads them as a visitor would, in both languages, at three widths.
//
//   node check.mjs URL PATH… [--shots FOLDER]   checks each path below URL
//   node check.mjs URL PATH… --role ROLE        takes a role of the demonstration first
//   node check.mjs URL PATH… --control          spoils each page first: must find it out and fail
//
// Ends with 0 when all is well, 1 where a page has a flaw, 2 where it could not look. The page's
// content policy stays in force: nothing is added to a page but what reads it, and the control's
// flaws. How a page is read stands in reading.mjs; self-test.mjs shows each check failing.

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import * as reading from "./reading.mjs";

const LANGUAGES = { zh: "zh-CN", en: "en" }; // what ?lang= asks for, what <html lang> must say
const WIDTHS = [1180, 760, 360];
const HEIGHT = 900;
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const AXE_RULES = [
  "wcag2a",
  "wcag2aa",
  "wcag21a",
  "wcag21aa",
  "wcag22a",
  "wcag22aa",
  "best-practice",
];

// Each check takes a visit and returns its flaws, as sentences; none means passed.
const CHECKS = {
  "answers 200": ({ status }) => (status === 200 ? [] : [`status ${status}`]),
  "console is silent": ({ complaints }) => complaints,
  "content policy is kept": ({ page }) => page.evaluate(reading.policyViolations),
  "asks only its own server": ({ strangers }) => strangers,
  "language is said": ({ page, language }) =>
    page.evaluate(reading.otherLanguage, LANGUAGES[language]),
  "no sideways scroll": ({ page }) => page.evaluate(reading.sidewaysScroll),
  accessible: async ({ page }) => {
    await page.evaluate(AXE);
    return page.evaluate(reading.inaccessible, AXE_RULES);
  },
  "texts are in their language": ({ page, language }) =>
    page.evaluate(language === "zh" ? reading.halfWidthMarks : reading.chineseLeft),
};

// Checks every path; returns how many checks passed and failed, and says each flaw.
export async function check(base, paths, { shots, control, role, widths = WIDTHS, say = console.log }) {
  if (shots) mkdirSync(shots, { recursive: true });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const result = { passed: 0, failed: 0 };
  try {
    for (const path of paths) {
      for (const language of Object.keys(LANGUAGES)) {
        for (const width of widths) {
          const visit = await open(browser, new URL(path, base), { language, width, role });
          if (control) await visit.page.evaluate(reading.spoil);
          for (const [name, flawsOf] of Object.entries(CHECKS)) {
            const flaws = await flawsOf(visit);
            flaws.forEach((flaw) => say(`${path} ${language} ${width}: ${name} — ${flaw}`));
            result[flaws.length === 0 ? "passed" : "failed"] += 1;
          }
          if (shots) await shoot(visit.page, join(shots, shotName(path, language, width)));
          await visit.page.context().close();
        }
      }
    }
  } finally {
    await browser.close();
  }
  return result;
}

async function open(browser, address, { language, width, role }) {
  const viewport = { width, height: HEIGHT };
  const context = await browser.newContext({ locale: LANGUAGES[language], viewport });
  const page = await context.newPage();
  if (role) await take(page, address.origin, role);
  const visit = { page, language, complaints: [], strangers: [] };
  page.on("console", (message) => {
    if (message.type() === "error") visit.complaints.push(message.text());
  });
  page.on("pageerror", (error) => visit.complaints.push(String(error)));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== address.origin) visit.strangers.push(origin);
  });
  await page.addInitScript(reading.listenForPolicyViolations);
  address.searchParams.set("lang", language);
  visit.status = (await page.goto(address.href, { waitUntil: "load" })).status();
  return visit;
}

// Takes a role as a visitor of the demonstration does: by its button in the bar above the page.
async function take(page, origin, role) {
  await page.goto(`${origin}/?lang=zh`);
  const button = page.locator("form.roles-ways button", { hasText: role }).first();
  await Promise.all([page.waitForNavigation(), button.click()]);
}

async function shoot(page, path) {
  await page.screenshot({ path, fullPage: true });
}

function shotName(path, language, width) {
  const name = path.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "first";
  return `${name}-${language}-${width}.png`;
}

// Ends the process as the first lines say; for the self-test too.
export async function conclude(work) {
  try {
    const { passed, failed } = await work();
    console.log(`${passed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
  } catch (fault) {
    console.error(fault.message);
    process.exitCode = 2;
  }
}

function options(words) {
  const found = { paths: [] };
  while (words.length > 0) {
    const word = words.shift();
    if (word === "--control") found.control = true;
    else if (word === "--shots") found.shots = words.shift();
    else if (word === "--role") found.role = words.shift();
    else found.paths.push(word);
  }
  const [base, ...paths] = found.paths;
  if (paths.length === 0) throw new Error("usage: check.mjs URL PATH… [--shots FOLDER] [--control]");
  return { ...found, base, paths };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await conclude(() => {
    const chosen = options(process.argv.slice(2));
    return check(chosen.base, chosen.paths, chosen);
  });
}
