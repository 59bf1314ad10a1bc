// The states of a page that the demonstration's own data does not show: very long names, letters
// twice as large, the narrowest window, and a keyboard that walks through it.
//
// Every function that is handed to `evaluate` runs in the page and knows nothing of this file.

import { HEIGHT } from "./browser.mjs";
import * as reading from "./reading.mjs";

const NARROW = 320; // CSS px: what WCAG 1.4.10 asks for, and a window of 1,280 px at 400 %
const PHONE = 360;
const ZOOMED = 590; // a window of 1,180 px at 200 %
const TWICE = "32px";

// A name of more than a hundred characters, one without a place to break, and an address.
const LONG = {
  zh: "嘉善经济技术开发区年产十二万套精密减速机及机器人关节模组智能制造生产线二期扩建技术改造项目".repeat(3),
  en: "Second extension of the intelligent production line for precision reducers of robots ".repeat(2),
};
const UNBROKEN = `https://example.com/${"91330421MA28A0010Q".repeat(8)}`;

const STATES = [
  { name: "the narrowest window", width: NARROW },
  { name: "zoom of 200 %", width: ZOOMED, only: "zh" },
  { name: "letters twice as large", width: PHONE, letters: TWICE },
  { name: "long names", width: PHONE, long: (language) => LONG[language] },
  { name: "long names", width: 1180, long: (language) => LONG[language], only: "zh" },
  { name: "unbroken names", width: 1180, long: () => UNBROKEN, only: "zh" },
  { name: "unbroken names", width: NARROW, long: () => UNBROKEN, only: "zh" },
];

// The flaws of all states, each with the state's name. Half of the states are the same in both
// languages: they are looked at in one.
export async function brokenStates({ page, language }) {
  const flaws = [];
  await page.evaluate(unfold);
  for (const { name, width, letters, long, only } of STATES) {
    if (only && only !== language) continue;
    await page.setViewportSize({ width, height: HEIGHT });
    await page.evaluate(setLetters, letters ?? "");
    if (long) await page.evaluate(stretch, long(language));
    const found = [
      ...(await page.evaluate(reading.sidewaysScroll)),
      ...(await page.evaluate(sticksOut)),
    ];
    flaws.push(...found.map((flaw) => `${name} at ${width} px: ${flaw}`));
  }
  return flaws;
}

// What a keyboard reaches without being seen there.
export async function hiddenFocus({ page }) {
  await page.evaluate(unfold);
  return page.evaluate(`(${unseenFocus})(${focusFlaw})`);
}

// Every fold of the page is open: what lies in one is a part of the page.
function unfold() {
  for (const fold of document.querySelectorAll("details")) {
    fold.removeAttribute("name"); // of those with one name, only one is open at a time
    fold.open = true;
  }
}

function setLetters(size) {
  document.documentElement.style.fontSize = size;
}

// Puts a long text in the place of every one that may be somebody's: the names in lists, headings,
// labels, cells and steps. What the product says itself stays as it is: the heads of tables, what is
// pressed, lamps, numbers and dates.
function stretch(words) {
  const ours = "th, button, summary, option, time, script, style, svg, "
    + ".act, .lamp, .n, .date, .counts, .unseen, .seal";
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.data.trim().length > 1 && !node.parentElement.closest(ours)) node.data = words;
  }
}

// Text that leaves the box it stands in: it lies over its neighbour, or over nothing.
function sticksOut() {
  const flaws = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const isInline = (element) => /^(inline|contents)$/.test(getComputedStyle(element).display);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.data.trim() === "" || node.parentElement.closest("svg, option, .unseen, .jump")) continue;
    let box = node.parentElement;
    while (isInline(box)) box = box.parentElement;
    const { left, right } = box.getBoundingClientRect();
    range.selectNodeContents(node);
    const out = [...range.getClientRects()].find((one) => one.left < left - 2 || one.right > right + 2);
    if (out) flaws.set(`${box.tagName} ${box.className}`, node.data.trim().slice(0, 40));
  }
  return [...flaws].map(([box, text]) => `text leaves its ${box}: ${text}`);
}

// What a keyboard reaches must be seen when it is reached. `flawOf` comes as it is written, because
// this runs in the page.
function unseenFocus(flawOf) {
  const flaws = [];
  const reached = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]';
  for (const element of document.querySelectorAll(reached)) {
    if (element.disabled || element.getClientRects().length === 0) continue;
    element.focus();
    const isThere = document.activeElement === element;
    flaws.push(isThere ? flawOf() : `cannot be focused: ${element.outerHTML.slice(0, 100)}`);
  }
  document.activeElement?.blur();
  return flaws.filter(Boolean);
}

// What has the focus must be seen: within the window, not under another thing, with a ring around.
export function focusFlaw() {
  const element = document.activeElement;
  if (element === document.body) return undefined;
  const what = element.outerHTML.slice(0, 100);
  const isRing = ({ outlineStyle, outlineWidth }) =>
    outlineStyle === "auto" || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2);
  const around = getComputedStyle(element.parentElement);
  if (!isRing(getComputedStyle(element)) && !isRing(around)) return `no ring: ${what}`;
  const isSeen = ({ left, right, top, bottom }) => {
    const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
    const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const at = document.elementFromPoint(x, y);
    return at && (element.contains(at) || at.contains(element));
  };
  return [...element.getClientRects()].some(isSeen) ? undefined : `is hidden: ${what}`;
}
