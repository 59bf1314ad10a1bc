// Opens pages in Chromium and reads them as a visitor would, in both languages, at three widths.
//
//   node check.mjs URL PATH… [--shots FOLDER]   checks each path below URL
//   node check.mjs URL PATH… --role ROLE        takes a role of the demonstration first
//   node check.mjs URL PATH… --control          spoils each page first: must find it out and fail
//
// Ends as browser.mjs says. What is checked stands in checks.mjs; self-test.mjs shows each check
// failing. All pages of all roles are walked by walk.mjs.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LANGUAGES, conclude, launch, openWindow, takeRole } from "./browser.mjs";
import { WIDTHS, examine, go, openPage, shotName } from "./checks.mjs";
import * as reading from "./reading.mjs";

// Checks every path; returns how many checks passed and failed, and says each flaw.
export async function check(base, paths, { shots, control, role, widths = WIDTHS, say = console.log }) {
  const browser = await launch();
  const result = { passed: 0, failed: 0 };
  try {
    for (const path of paths) {
      for (const language of Object.keys(LANGUAGES)) {
        const context = await openWindow(browser, { language, width: widths[0] });
        const visit = await openPage(context, language);
        if (role) await takeRole(visit.page, base, role);
        await go(visit, new URL(path, base));
        if (control) await visit.page.evaluate(reading.spoil);
        const shot = shots && ((width) => join(shots, shotName(path, language, width)));
        const found = await examine(visit, { widths, place: path, say, shot });
        result.passed += found.passed;
        result.failed += found.failed;
        await context.close();
      }
    }
  } finally {
    await browser.close();
  }
  return result;
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
