// What the public pages weigh (页面重量), and when their largest part is there on a slow phone.
//
//   node weight.mjs URL PATH…                 weighs each page
//   node weight.mjs URL PATH… --write FILE    times them too, and writes the table between its marks
//   node weight.mjs URL PATH… --control       counts each page thirty times: must find it too heavy
//
// The weight is what crosses the wire for a first visit, packed as the server packs it: page, style
// sheet and script. Too heavy is a flaw. The time depends on the machine: it is a figure and fails
// nothing. Ends as browser.mjs says.

import { readFileSync, writeFileSync } from "node:fs";
import { conclude, launch } from "./browser.mjs";

const MOST = 80 * 1024; // bytes of page, style sheet and script together
const MOST_SCRIPT = 25 * 1024;
const KINDS = ["Document", "Stylesheet", "Script"];

// The phone that the figures speak of: 1.6 Mbit/s, 300 ms, a quarter of this machine's speed.
const SLOW = { offline: false, latency: 300, downloadThroughput: 200_000, uploadThroughput: 200_000 };
const SLOWER = 4;
const WANTED = 1500; // milliseconds until the largest part is there
const TRIES = 3; // the middle one counts
const SIZE = { width: 360, height: 800 };

const [FROM, TO] = ["<!-- weight: begin -->", "<!-- weight: end -->"];

// One first visit; what it weighs by kind, and when its largest part was there.
async function visit(browser, address, isSlow) {
  const context = await browser.newContext({ viewport: SIZE, locale: "zh-CN" });
  try {
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    const kinds = new Map();
    const weight = Object.fromEntries(KINDS.map((kind) => [kind, 0]));
    wire.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
    wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (kinds.get(requestId) in weight) weight[kinds.get(requestId)] += encodedDataLength;
    });
    await wire.send("Network.enable");
    if (isSlow) {
      await wire.send("Network.emulateNetworkConditions", SLOW);
      await wire.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    }
    const answer = await page.goto(address, { waitUntil: "load" });
    if (answer.status() !== 200) throw new Error(`${address}: status ${answer.status()}`);
    return { weight, largest: Math.round(await page.evaluate(largestPart)) };
  } finally {
    await context.close();
  }
}

function largestPart() {
  return new Promise((done) => {
    const seen = (list) => done(list.getEntries().at(-1).startTime);
    new PerformanceObserver(seen).observe({ type: "largest-contentful-paint", buffered: true });
  });
}

async function weigh(browser, address, tries) {
  const visits = [];
  for (let at = 0; at < tries; at += 1) visits.push(await visit(browser, address, tries > 1));
  const times = visits.map(({ largest }) => largest).sort((one, other) => one - other);
  const { weight } = visits[0];
  const all = KINDS.reduce((sum, kind) => sum + weight[kind], 0);
  return { ...weight, all, largest: times[Math.floor(tries / 2)] };
}

const kilobytes = (bytes) => (bytes / 1024).toFixed(1);

function row({ path, Document, Stylesheet, Script, all, largest }) {
  const sizes = [Document, Stylesheet, Script, all].map(kilobytes);
  return `| \`${path}\` | ${sizes.join(" | ")} | ${(largest / 1000).toFixed(2)} |`;
}

function table(rows) {
  const head = "| Page | page, KB | style sheet, KB | script, KB | together, KB | largest part there, s |";
  return [head, "|---|---:|---:|---:|---:|---:|", ...rows.map(row)].join("\n");
}

function write(file, rows) {
  const text = readFileSync(file, "utf8");
  const [from, to] = [text.indexOf(FROM), text.indexOf(TO)];
  if (from < 0 || to < from) throw new Error(`${file} has no place between ${FROM} and ${TO}`);
  writeFileSync(file, `${text.slice(0, from)}${FROM}\n\n${table(rows)}\n\n${text.slice(to)}`);
}

await conclude(async () => {
  const words = process.argv.slice(2);
  const isControl = words.includes("--control");
  const at = words.indexOf("--write");
  const [, file] = at < 0 ? [] : words.splice(at, 2);
  const [base, ...paths] = words.filter((word) => word !== "--control");
  if (paths.length === 0) throw new Error("usage: weight.mjs URL PATH… [--write FILE] [--control]");
  const result = { passed: 0, failed: 0 };
  const judge = (holds, sentence) => {
    result[holds ? "passed" : "failed"] += 1;
    if (!holds) console.log(sentence);
  };
  const times = isControl ? 30 : 1;
  const browser = await launch();
  try {
    const rows = [];
    for (const path of paths) {
      const found = await weigh(browser, new URL(path, base).href, file ? TRIES : 1);
      const weighed = { path, ...found };
      rows.push(weighed);
      if (file) console.log(row(weighed));
      judge(weighed.all * times <= MOST, `${path}: too heavy — ${kilobytes(weighed.all)} KB`);
      const script = kilobytes(weighed.Script);
      judge(weighed.Script * times <= MOST_SCRIPT, `${path}: script too heavy — ${script} KB`);
    }
    const [lightest, heaviest] = [Math.min, Math.max].map((of) => of(...rows.map(({ all }) => all)));
    console.log(`${rows.length} pages weigh ${kilobytes(lightest)} to ${kilobytes(heaviest)} KB`);
    if (file) {
      const late = rows.filter(({ largest }) => largest >= WANTED).map(({ path }) => path);
      console.log(`largest part later than ${WANTED} ms: ${late.join(" ") || "on none"}`);
      write(file, rows);
    }
  } finally {
    await browser.close();
  }
  return result;
});
