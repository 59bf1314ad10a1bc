// Pictures of every page (页面图集), to be looked at by a person before something is called done.
//
//   node shots.mjs URL ROUTES.json PATH… ROLE=PATH… --shots FOLDER
//
// Walks as walk.mjs does, and takes a picture of each page at each width in both languages in place
// of the checks; then lays them out on sheets, in FOLDER/sheets, of one width and language each.
// Nothing is judged here. Ends as browser.mjs says.

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { HEIGHT, LANGUAGES, conclude, launch } from "./browser.mjs";
import { WIDTHS, shoot, shotName } from "./checks.mjs";
import { leaveDraft, walk } from "./walk.mjs";

const SHEET = 1600; // CSS px
// How many stand side by side on a sheet, how many on one, and how much of a long page is shown.
const LAYOUTS = {
  1180: { across: 4, most: 12, height: 560 },
  768: { across: 5, most: 15, height: 640 },
  360: { across: 8, most: 16, height: 860 },
};

async function layOut(taken, folder) {
  const browser = await launch();
  try {
    mkdirSync(folder, { recursive: true });
    const page = await browser.newPage({ viewport: { width: SHEET, height: HEIGHT } });
    // A page of an address of its own may show pictures that lie in files.
    await page.goto(pathToFileURL(folder).href);
    let sheets = 0;
    for (const width of WIDTHS) {
      for (const language of Object.keys(LANGUAGES)) {
        const own = taken.filter((one) => one.width === width && one.language === language);
        const { most } = LAYOUTS[width];
        for (let at = 0; at < own.length; at += most) {
          await page.setContent(sheet(own.slice(at, at + most), LAYOUTS[width]), { waitUntil: "load" });
          const number = String(at / most + 1).padStart(2, "0");
          await page.screenshot({ path: join(folder, `${width}-${language}-${number}.png`), fullPage: true });
          sheets += 1;
        }
      }
    }
    return sheets;
  } finally {
    await browser.close();
  }
}

// Both run in the page.
function heightOfPage() {
  return Math.min(document.documentElement.scrollHeight, 16_000);
}

function drawn() {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}

function sheet(pictures, { across, height }) {
  const plain = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const figures = pictures.map(({ path, place }) =>
    `<figure><div><img src="${pathToFileURL(path).href}"></div><figcaption>${plain(place)}</figcaption></figure>`,
  );
  return `<!DOCTYPE html><style>
    body { display: grid; grid-template-columns: repeat(${across}, 1fr); gap: 12px; margin: 12px;
      background: #888; font: 12px sans-serif; align-items: start }
    figure { margin: 0; background: #fff; min-width: 0 }
    div { height: ${height}px; overflow: hidden }
    img { width: 100%; display: block }
    figcaption { padding: 4px; overflow-wrap: anywhere }
  </style>${figures.join("")}`;
}

await conclude(async () => {
  const words = process.argv.slice(2);
  const at = words.indexOf("--shots");
  const [, folder] = at < 0 ? [] : words.splice(at, 2);
  const [base, table, ...beginnings] = words;
  if (!table || !folder) {
    throw new Error("usage: shots.mjs URL ROUTES.json PATH… ROLE=PATH… --shots FOLDER");
  }
  const taken = [];
  const look = async ({ page, language }, { widths, place }) => {
    for (const width of widths) {
      await page.setViewportSize({ width, height: HEIGHT });
      // As high as the page, and drawn so: a picture of more than the window may come in pieces.
      await page.setViewportSize({ width, height: Math.max(HEIGHT, await page.evaluate(heightOfPage)) });
      await page.evaluate(drawn);
      const path = join(folder, shotName(place, language, width));
      await shoot(page, path);
      taken.push({ path, place, language, width });
    }
    return { passed: widths.length, failed: 0 };
  };
  const rows = JSON.parse(readFileSync(table, "utf8"));
  const result = await walk(base, rows, { beginnings, leaveDraft, look });
  const sheets = await layOut(taken, join(folder, "sheets"));
  console.log(`${taken.length} pictures on ${sheets} sheets`);
  return result;
});
