// Which of many pages are looked at in the browser: so many that everything is seen once.
//
// What a page consists of is told by its elements with their classes and kinds: within <main> they
// count for the page's own route, around it for all pages together. A list of ten rows shows
// nothing that a list of nine did not; a case with a form for a pause does.

// The fewest pages, as far as taking the richest first finds them.
export function choose(pages, seen = new Set()) {
  const waiting = pages.map((page) => ({ page, parts: partsOf(page) }));
  const chosen = [];
  for (;;) {
    let richest = { news: 0 };
    for (const one of waiting) {
      one.news = one.parts.filter((part) => !seen.has(part)).length;
      if (one.news > richest.news) richest = one;
    }
    if (richest.news === 0) return chosen;
    richest.parts.forEach((part) => seen.add(part));
    chosen.push(richest.page);
  }
}

function partsOf({ html, route }) {
  const main = html.match(/<main.*<\/main>/s)?.[0] ?? "";
  const around = html.replace(main, "");
  const elements = (text, room) =>
    [...text.matchAll(/<([a-z][\w-]*)([^>]*)>/g)].map(([, tag, attributes]) => {
      const kinds = attributes.match(/\s(class|type|role)="[^"]*"/g) ?? [];
      return `${room} ${tag}${kinds.join("")}`;
    });
  return [...new Set([...elements(main, route), ...elements(around, "frame")])];
}
