// The crawl (爬行): follows the links of a role from page to page, and notes which routes it met.
//
// Routes come from the policy table, each with the capacities that it admits. Pages are asked for
// without opening them: which of them are looked at in the browser is chosen afterwards.

const MOST = 10; // addresses of one route that one role follows

// The routes, and which of them an address belongs to.
export class Routes {
  constructor(rows) {
    this.rows = rows.map((row) => ({ ...row, fits: fitting(row.path) }));
    const places = (row) => row.path.split("{").length;
    this.rows.sort((one, other) => places(one) - places(other));
  }

  // A literal part goes before a place for anything.
  of(path) {
    return this.rows.find((row) => row.fits.test(path.split("?")[0]))?.path;
  }

  admitting(capacity) {
    return this.rows.filter((row) => row.admits.includes(capacity)).map((row) => row.path);
  }
}

function fitting(path) {
  const parts = path.split(/\{\w+\}/).map((part) => part.replace(/[.]/g, "\\."));
  return new RegExp(`^${parts.join("[^/]+")}$`);
}

// What one role met: its pages, the addresses of each route that answered, and dead links.
export async function crawl(get, routes, beginnings) {
  const waiting = beginnings.map((path) => ({ path, from: "the beginning" }));
  const known = new Set(beginnings);
  const tried = {};
  const met = { pages: [], reached: new Map(), dead: [] };
  while (waiting.length > 0) {
    const { path, from } = waiting.shift();
    const route = routes.of(path);
    if (!route) {
      met.dead.push(`${path}: no route has it; linked from ${from}`);
      continue;
    }
    tried[route] = (tried[route] ?? 0) + 1;
    if (tried[route] > MOST) continue;
    const page = await visit(get, routes, met, path);
    if (page.status >= 400) met.dead.push(`${path}: status ${page.status}; linked from ${from}`);
    for (const link of page.links.filter((link) => !known.has(link))) {
      known.add(link);
      waiting.push({ path: link, from: path });
    }
  }
  return met;
}

// Asks for one address, and notes what came.
export async function visit(get, routes, met, path) {
  const { status, type, text } = await get(path);
  const route = routes.of(path);
  const isPage = status === 200 && type.startsWith("text/html");
  if (status === 200) met.reached.set(route, [...(met.reached.get(route) ?? []), path]);
  if (isPage) met.pages.push({ path, route, html: text });
  return { status, links: isPage ? linksOf(text, path) : [] };
}

// Where the page leads to on its own server; not to itself in the other language.
function linksOf(html, path) {
  const named = [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, link]) => plain(link));
  const own = named.map((link) => new URL(link, `http://own${path}`)).filter(isOwn);
  return own.map(({ pathname, search }) => pathname + search);
}

function isOwn(link) {
  return link.host === "own" && !link.searchParams.has("lang");
}

function plain(attribute) {
  return attribute.replace(/&quot;/g, '"').replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}
