// The browser that all checks share: Debian's Chromium, what each window of it is told, and how a
// role of the demonstration is taken.

import { existsSync } from "node:fs";

import { chromium } from "playwright-core";

export const LANGUAGES = { zh: "zh-CN", en: "en" }; // what ?lang= asks for, what <html lang> must say
export const HEIGHT = 900;

// The one without windows is the same engine and answers sooner; where it is not, the whole browser.
const PLACES = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];
const CHROMIUM = process.env.CHROMIUM ?? PLACES.find(existsSync) ?? PLACES[1];
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

// The browser's own language says how a date is typed: it is the same on every machine.
export function launch() {
  const env = { ...process.env, LANGUAGE: "en_US" };
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS, env });
}

// A window of its own, with cookies of its own.
export function openWindow(browser, { language, width, script = true }) {
  return browser.newContext({
    locale: LANGUAGES[language],
    javaScriptEnabled: script,
    viewport: { width, height: HEIGHT },
  });
}

// Takes a role as a visitor of the demonstration does: by its button in the bar above the page.
export async function takeRole(page, base, role) {
  await page.goto(new URL("/?lang=zh", base).href);
  const button = page.locator("form.roles-ways button", { hasText: new RegExp(`^\\s*${role}\\s*$`) });
  await Promise.all([page.waitForNavigation(), button.first().click()]);
}

// Ends the process: 0 when all is well, 1 where something has a flaw, 2 where it could not look.
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

// Does the work for each of the list, by several hands at a time; a hand keeps what it holds.
export async function sideBySide(list, hands, work) {
  const waiting = [...list];
  const busy = async (hand) => {
    while (waiting.length > 0) await work(waiting.shift(), hand);
  };
  await Promise.all(hands.map(busy));
}
