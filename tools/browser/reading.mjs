// How a page is read. Every function here is sent to the browser as it stands and runs in the page,
// so it knows nothing of this file but itself. Each returns flaws, as sentences.

export function otherLanguage(expected) {
  const said = document.documentElement.lang;
  return said === expected ? [] : [`<html lang="${said}">, expected ${expected}`];
}

export function sidewaysScroll() {
  const { scrollWidth } = document.scrollingElement;
  if (scrollWidth <= innerWidth) return [];
  const sticksOut = (element) => element.getBoundingClientRect().right + scrollX > innerWidth + 0.5;
  const first = [...document.body.querySelectorAll("*")].find(sticksOut);
  const culprit = first ? `; first: ${first.outerHTML.slice(0, 120)}` : "";
  return [`${scrollWidth} px in a window of ${innerWidth} px${culprit}`];
}

// The lines and labels of a Chinese page with a half-width mark between Chinese characters.
export function halfWidthMarks() {
  const slip = /\p{Script=Han}\s?[,;:()!?]\s?\p{Script=Han}/u;
  const labels = ["title", "alt", "placeholder", "aria-label", "content"].flatMap((name) =>
    [...document.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name)),
  );
  const hidden = [...document.querySelectorAll("option, button, summary")];
  const texts = [document.title, document.body.innerText, ...hidden.map((one) => one.textContent)];
  const lines = texts.flatMap((text) => text.split("\n")).concat(labels);
  const wrong = new Set(lines.filter((line) => slip.test(line)));
  return [...wrong].map((line) => `half-width mark in: ${line.trim().slice(0, 80)}`);
}

// The Chinese texts and labels of an English page that do not say that they are Chinese.
export function chineseLeft() {
  const han = /\p{Script=Han}/u;
  // A drawing within the page has the attribute, but no property of that name.
  const saysSo = (element) => element.closest("[lang]")?.getAttribute("lang").startsWith("zh");
  const left = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const isText = !element.closest("script, style, template");
    if (isText && han.test(node.data) && !saysSo(element)) left.push(node.data);
  }
  for (const name of ["title", "alt", "placeholder", "aria-label", "content"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const label = element.getAttribute(name);
      if (han.test(label) && !saysSo(element)) left.push(`${name}: ${label}`);
    }
  }
  const texts = new Set(left.map((text) => text.trim().replace(/\s+/g, " ").slice(0, 80)));
  return [...texts].map((text) => `Chinese without lang="zh-CN": ${text}`);
}

// Where the page shows exactly what it showed at another width, what is there was asked already, and
// only what is laid out otherwise is asked anew.
export async function inaccessible({ all, laidOut }) {
  const elements = [...document.querySelectorAll("*")];
  const shown = elements.map((one) => Number(one.checkVisibility({ visibilityProperty: true }))).join("");
  const isKnown = window.shownBefore?.has(shown);
  window.shownBefore = new Set([shown, ...(window.shownBefore ?? [])]);
  const { violations } = await axe.run(document, {
    runOnly: isKnown ? { type: "rule", values: laidOut } : { type: "tag", values: all },
    rules: { "target-size": { enabled: true } },
    resultTypes: ["violations"],
  });
  const first = (nodes) => `${nodes.length} times, first: ${nodes[0].html.slice(0, 120)}`;
  return violations.map(({ id, help, nodes }) => `${id}: ${help}; ${first(nodes)}`);
}

export function listenForPolicyViolations() {
  window.violationsSeen = [];
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    window.violationsSeen.push(`${violatedDirective} forbids ${blockedURI}`),
  );
}

export function policyViolations() {
  return window.violationsSeen;
}

// The control: flaws that a sound page gets, within any content policy, and that must be found.
export function spoil() {
  const faint = document.createElement("p");
  faint.textContent = "受理,同意 faint";
  Object.assign(faint.style, { color: "#ccc", background: "#fff", width: "2000px" });
  const picture = document.createElement("img");
  document.querySelector("main, body").append(faint, picture);
  console.error("spoiled on purpose");
}
