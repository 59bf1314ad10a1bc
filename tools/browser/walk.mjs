// The walk (巡页): every page that the policy table knows, by every role that may see it.
//
//   node walk.mjs URL ROUTES.json PATH… ROLE=PATH…
//
// ROUTES.json is what `cargo xtask routes` prints. Each role of the demonstration follows the links
// from its own room and from the paths given, to all or to one role. A
// route that a role may see and never reaches is a flaw, unless EXCEPTIONS says why; so is a link
// that leads nowhere. Then pages that together show everything are opened in the browser, in both
// languages and at three widths, and pass all checks; and so does what comes back of each form that
// is sent empty. Ends as browser.mjs says. Pictures of the same pages are taken by shots.mjs.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { LANGUAGES, conclude, launch, openWindow, sideBySide, takeRole } from "./browser.mjs";
import { WIDTHS, examine, go, openPage } from "./checks.mjs";
import { choose } from "./choose.mjs";
import { Routes, crawl, visit } from "./crawl.mjs";
import { formsOf, sendEmpty } from "./forms.mjs";
import { Person } from "./person.mjs";

const HANDS = 3; // pages that are looked at side by side, and roles that follow links
const AT_ONCE = { connection: "close" }; // minutes lie between some requests: none waits on an old one
const EXTREMES = [1180, 360]; // an answer to a form is looked at in one of these in each language
const REFUSED = [403, 409, 422, 429]; // what a form comes back with

// Routes that need not be met, by how they begin, for all or for some capacities, and why.
const EXCEPTIONS = [
  { begins: "/api/zones/", why: "answers programs in JSON: the battery's row S14 asks every operation" },
  { begins: "/health", why: "for machines that watch; people have /admin/health" },
  { begins: "/routes/{route}/plan", why: "stands behind the answers: the visitor's journey gives them" },
  {
    begins: "/applications/{number}/documents/",
    why: "the demonstration's papers are said to be ready: a test of the pages opens a file",
  },
  {
    begins: "/applications/{number}",
    of: (capacity) => capacity !== "officer:hall/desk",
    why: "links of bundles are handled at the hall, and the demonstration's founders have no button",
  },
  {
    begins: "/approvals/simulations/{number}",
    why: "few with a button are parties of the demonstration's simulated cases: the journeys open one",
  },
  {
    begins: "/plots/{number}/papers/",
    of: (capacity) => capacity !== "officer:planning/reviewer",
    why: "papers of a plot are for its parties: the planning bureau opens them",
  },
  { begins: "/metrics", why: "for machines that watch" },
  { begins: "/robots.txt", why: "for search engines: a test of the pages reads it" },
  { begins: "/sitemap.xml", why: "for search engines: a test of the pages reads it" },
  { begins: "/sign-in", of: (capacity) => capacity !== "visitor", why: "sends on whoever is signed in" },
  {
    begins: "/approvals/",
    of: (capacity) => ["administrator", "officer:assistance/agent", "officer:hall/desk"].includes(capacity),
    why: "is no party to any; whoever assists sees a case while acting for its applicant",
  },
  {
    begins: "/my/assistance/{number}",
    why: "of the demonstration's enterprises, one without a button gave a mandate: the journeys give one",
  },
  {
    begins: "/hall/mandates/{code}",
    why: "stands behind the code that is asked for: the hall's journey asks",
  },
  {
    begins: "/counter/{matter}",
    of: (capacity) => ["officer:ecology/reviewer", "officer:planning/reviewer"].includes(capacity),
    why: "has no matter that is decided at the counter: the page says so",
  },
  {
    begins: "/agreements/{number}",
    of: (capacity) =>
      ["administrator", "enterprise", "officer:assistance/agent", "officer:hall/desk"].includes(capacity),
    why: "of the parties of the demonstration's agreements, those with a button are offices",
  },
  {
    begins: "/agreements/{number}/documents/",
    why: "the demonstration's evidence is words: a test of the pages opens a document",
  },
];

// Pages without a route or without a right: they are pages too.
const STRAYS = [
  { role: "访客", path: "/no/such/page", expected: 404 },
  { role: "投资人", path: "/todo", expected: 403 },
];

// Walks one site; says each flaw, and returns how many checks passed and failed.
export async function walk(base, rows, { strays = STRAYS, leaveDraft, ...options }) {
  const browser = await launch();
  try {
    const round = new Round(browser, base, new Routes(rows), options);
    await round.findRoles();
    await round.crawl(round.roles);
    await round.handOn();
    round.tell(`${round.pages.length} pages read`);
    await round.lookAt([...choose(round.pages, round.seen), ...strays]);
    if (leaveDraft) {
      const investor = await leaveDraft(round);
      await round.crawl([investor]);
      await round.lookAt(choose(round.pages, round.seen));
    }
    await round.sendBack(formsOf(round.pages));
    round.judge();
    return round.result;
  } finally {
    await browser.close();
  }
}

class Round {
  constructor(browser, base, routes, { beginnings, look = examine, widths = WIDTHS, say = console.log }) {
    Object.assign(this, { browser, base, routes, beginnings, look, widths, say });
    this.hands = Array.from({ length: HANDS }, () => ({})); // what each has before it
    this.windows = new Map(); // by role and language
    this.pages = []; // of all roles
    this.seen = new Set(); // what the pages that were looked at consist of
    this.met = new Map(); // by role
    this.began = Date.now();
    this.result = { passed: 0, failed: 0 };
  }

  // The roles that have a button, each with its capacity as the policy table calls it.
  async findRoles() {
    const window = await openWindow(this.browser, { language: "zh", width: WIDTHS[0] });
    const page = await window.newPage();
    await page.goto(new URL("/?lang=zh", this.base).href);
    const buttons = await page.locator("form.roles-ways button").all();
    this.roles = await Promise.all(
      buttons.map(async (button) => ({
        name: await button.innerText(),
        capacity: capacityOf(await button.getAttribute("value")),
      })),
    );
    await window.close();
    if (this.roles.length < 2) throw new Error("the site offers no roles");
  }

  async window(role, language) {
    const name = `${role.name} ${language}`;
    if (!this.windows.has(name)) {
      const opened = openWindow(this.browser, { language, width: WIDTHS[0] }).then(async (context) => {
        const page = await context.newPage();
        await takeRole(page, this.base, role.name);
        role.home ??= new URL(page.url()).pathname;
        await page.close();
        return context;
      });
      this.windows.set(name, opened);
    }
    return this.windows.get(name);
  }

  async getter(role) {
    const context = await this.window(role, "zh");
    return async (path) => {
      const address = new URL(path, this.base).href;
      const response = await context.request.get(address, { headers: AT_ONCE, maxRedirects: 0 });
      const type = response.headers()["content-type"] ?? "";
      const text = type.startsWith("text/html") ? await response.text() : "";
      return { status: response.status(), type, text };
    };
  }

  // What the roles met is added in their order, whoever was done first: so each walk is the same.
  async crawl(roles) {
    const met = new Map();
    await sideBySide(roles, this.hands, async (role) => {
      const get = await this.getter(role);
      const given = this.beginnings.filter((path) => path.startsWith("/"));
      const own = this.beginnings.filter((path) => path.startsWith(`${role.name}=`));
      const paths = own.map((path) => path.slice(role.name.length + 1));
      met.set(role, await crawl(get, this.routes, [role.home, ...paths, "/", ...given]));
    });
    for (const role of roles) {
      const { dead } = met.get(role);
      dead.forEach((link) => this.flaw(`${role.name}: dead link — ${link}`));
      this.add(role, met.get(role));
    }
  }

  add(role, met) {
    const before = this.met.get(role.name);
    this.met.set(role.name, before ? new Map([...before, ...met.reached]) : met.reached);
    this.pages.push(...met.pages.map((page) => ({ ...page, role: role.name })));
  }

  // An address may be handed on: the receipt of one is checked by anybody who has its code.
  async handOn() {
    for (const role of this.roles) {
      const get = await this.getter(role);
      for (const route of this.missing(role)) {
        const others = [...this.met.values()].flatMap((reached) => reached.get(route) ?? []);
        const met = { pages: [], reached: new Map() };
        for (const path of new Set(others)) {
          await visit(get, this.routes, met, path);
          if (met.reached.size > 0) break;
        }
        this.add(role, met);
      }
    }
  }

  missing(role) {
    const isExcepted = (route) =>
      EXCEPTIONS.some(({ begins, of }) => route.startsWith(begins) && (of?.(role.capacity) ?? true));
    const admitted = this.routes.admitting(role.capacity).filter((route) => !isExcepted(route));
    return admitted.filter((route) => !this.met.get(role.name).has(route));
  }

  async lookAt(pages) {
    const ordered = this.roleByRole(pages);
    const visits = Object.keys(LANGUAGES).flatMap((language) => ordered.map((page) => ({ ...page, language })));
    await sideBySide(visits, this.hands, async ({ role, path, language, expected }, hand) => {
      const visit = await this.before(hand, role, language);
      await go(visit, new URL(path, this.base), expected);
      await this.examine(visit, { role, path });
    });
    this.tell(`${pages.length} pages looked at`);
  }

  // So ordered, a hand seldom needs another page than the one that it has before it.
  roleByRole(things) {
    const place = ({ role }) => this.roles.findIndex(({ name }) => name === role);
    return [...things].sort((one, other) => place(one) - place(other));
  }

  // A page of the role in this language: the one that the hand has before it, or a new one.
  async before(hand, role, language) {
    const name = `${role} ${language}`;
    if (hand.name !== name) {
      await hand.visit?.page.close();
      hand.visit = await openPage(await this.window({ name: role }, language), language);
      hand.name = name;
    }
    return hand.visit;
  }

  // A form that comes back is a page in a state of its own. Some are taken as they are: then nothing
  // is looked at, and some are gone by the time the second language asks.
  async sendBack(forms) {
    let back = 0;
    const extremes = EXTREMES.filter((width) => this.widths.includes(width));
    const ordered = [...this.roleByRole(forms).entries()];
    const sendings = Object.keys(LANGUAGES).flatMap((language, turn) =>
      ordered.map(([at, form]) => ({ form, language, turn: at + turn })),
    );
    await sideBySide(sendings, this.hands, async ({ form, language, turn }, hand) => {
      const visit = await this.before(hand, form.role, language);
      await go(visit, new URL(form.path, this.base));
      const answer = await this.sent(visit.page, form.action);
      if (answer?.status() >= 400) {
        const status = answer.status();
        Object.assign(visit, { status, html: await answer.text() });
        visit.expected = REFUSED.includes(status) ? status : REFUSED[0];
        const place = { role: form.role, path: `${form.action} sent empty` };
        // Wide in one language and narrow in the other, in turn: so the walk stays short.
        await this.examine(visit, place, [extremes[turn % extremes.length]]);
        back += 1;
      }
    });
    this.tell(`${forms.length} forms sent empty, ${back} answers looked at`);
  }

  // What the form is answered with; nothing where it is not there any more.
  async sent(page, action) {
    if ((await page.locator(`main form[method="post"][action="${action}"]`).count()) === 0) return undefined;
    const answered = page.waitForNavigation({ waitUntil: "load" });
    const [answer] = await Promise.all([answered, page.evaluate(sendEmpty, action)]);
    return answer;
  }

  async examine(visit, { role, path }, widths = this.widths) {
    const { passed, failed } = await this.look(visit, { widths, place: `${role} ${path}`, say: this.say });
    this.result.passed += passed;
    this.result.failed += failed;
  }

  // Was every route met by every role that may see it?
  judge() {
    let wanted = 0;
    for (const role of this.roles) {
      const missing = this.missing(role);
      missing.forEach((route) => this.flaw(`${role.name}: never reached — ${route}`));
      wanted += this.met.get(role.name).size;
    }
    this.result.passed += wanted;
    const routes = new Set([...this.met.values()].flatMap((reached) => [...reached.keys()]));
    this.tell(`${routes.size} routes; ${this.roles.length} roles reached ${wanted} of theirs`);
  }

  tell(sentence) {
    this.say(`${sentence}, after ${Math.round((Date.now() - this.began) / 1000)} s`);
  }

  flaw(sentence) {
    this.say(sentence);
    this.result.failed += 1;
  }
}

// How the policy table calls whoever a role button stands for: `ACCOUNT CAPACITY`, or nobody.
function capacityOf(value) {
  const word = value.split(" ")[1] ?? "visitor";
  return word.startsWith("officer:") ? word : word.split(":")[0];
}

// An investor begins an application and leaves it: the rooms of a draft are there while it is.
export async function leaveDraft(round) {
  const person = await Person.sitDown(round.browser, { base: round.base, language: "zh", script: true });
  await person.become("投资人", "Investor");
  await person.follow('main a[href^="/my/projects/"]:not([href$="/reports"])');
  await person.follow('main a[href$="/matters"]');
  await person.follow('main button[name="matter"]');
  await person.stand();
  return round.roles.find(({ capacity }) => capacity === "enterprise");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await conclude(() => {
    const [base, table, ...beginnings] = process.argv.slice(2);
    if (!table) throw new Error("usage: walk.mjs URL ROUTES.json PATH… ROLE=PATH…");
    const rows = JSON.parse(readFileSync(table, "utf8"));
    return walk(base, rows, { beginnings, leaveDraft });
  });
}
