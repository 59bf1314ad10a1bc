// Holds the checks against pages of its own: a sound one, one with each flaw, and the control; then
// the walk against a site of its own: a sound one, and one with each thing that a walk must find; then
// a keyboard against a sound form, and against what holds or hides its focus.
// A check that cannot fail would pass every page; here each is seen failing, in both languages.

import { createServer } from "node:http";
import { conclude, launch } from "./browser.mjs";
import { check } from "./check.mjs";
import { Keys } from "./hands.mjs";
import { walk } from "./walk.mjs";

const POLICY = "default-src 'self'; img-src 'self' data:";
const STYLE = "/sound.css"; // a sound page breaks what is too long for its line
const SOUND = {
  zh: page("zh-CN", "办件受理", "<p>受理，同意（共3,000元）</p>"),
  en: page("en", "Case accepted", '<p>Accepted by <span lang="zh-CN">嘉善</span>, at once</p>'),
};

// For each check, what spoils a sound page for it.
const FLAWS = {
  "answers as it should": { status: 404 },
  "markup is sound": { body: "<p><div>a block in a paragraph</div></p>" },
  "console is silent": { body: '<img alt="a picture" src="/answers as it should">' },
  "content policy is kept": { body: "<script>1</script>" },
  "asks only its own server": { body: '<img alt="a picture" src="http://127.0.0.2:9/x.png">' },
  "language is said": { lang: "fr" },
  "no sideways scroll": { body: `<pre>${"wide ".repeat(400)}</pre>` },
  accessible: { body: '<img src="data:,">' },
  "texts are in their language": { body: "<p>受理,同意</p>" },
  "focus is seen": { body: '<p inert><a href="/">a link that no key reaches</a></p>' },
  "whole in every state": { body: "<pre>short</pre>" },
};
const CHECKS_OF_A_PAGE = 2 * (9 + 2 * 3); // languages × (once, and two at each width)

// The rules that xtask looks for in the control's findings.
const CONTROLS = ["color-contrast", "image-alt"];

// A site with two roles. The second thing has a form that the first has not.
const ROLES = '<form class="roles-ways" action="/demo/role" method="post">'
  + '<button type="submit" name="role" value="">访客</button>'
  + '<button type="submit" name="role" value="agent enterprise:1">投资人</button></form>';
const SITE = {
  "/": `${ROLES}<p><a href="/things/1">1</a></p><p><a href="/things/2">2</a></p>`,
  "/room": `${ROLES}<p><a href="/">1</a></p>`,
  "/things/1": "<p>1</p>",
  "/things/2": '<form action="/things/2" method="post"><button type="submit">2</button></form>',
};
const TABLE = [
  { path: "/", admits: ["visitor", "enterprise"] },
  { path: "/things/{number}", admits: ["visitor", "enterprise"] },
  { path: "/room", admits: ["enterprise"] },
  { path: STYLE, admits: ["visitor", "enterprise"] },
];

// What is spoiled about the site, all of it at once, and how the walk calls each.
const LOST = [
  { path: "/lost", admits: ["visitor"] },
  { path: "/room/{x}", admits: ["enterprise"] },
];
const SPOILED = {
  "/room": `${SITE["/room"]}<p><a href="/things/3">3</a></p><p><a href="/other">4</a></p>`,
  "/things/2": `${SITE["/things/2"]}<img src="data:,">`,
};
const FOUND = [
  "访客: never reached — /lost",
  "投资人: never reached — /room/{x}",
  "投资人: dead link — /things/3: status 404",
  "投资人: dead link — /other: no route has it",
  "/things/2 en 360: accessible — image-alt",
];

// A form with a button that a keyboard must reach, and what comes in its way.
const FORM = '<a class="jump" href="#main">to the content</a><a href="#1">1</a><main id="main">'
  + '<input name="words"><input name="day" type="date"><button>go</button></main>'
  + "<style>input:focus-within { outline: 3px solid }</style>";
const IN_THE_WAY = {
  "no key reaches": FORM.replace("<button", '<button tabindex="-1"'),
  "a trap at": `${FORM}<script>addEventListener("keydown", (event) => `
    + 'event.target.name === "words" && event.preventDefault())</script>',
  "no ring": `${FORM}<style>input:focus-within { outline: none }</style>`,
  "is hidden": `${FORM}<style>input[name="words"] { position: absolute; left: -999px }</style>`,
  "does not skip": FORM.replace(' class="jump"', ""),
};

function page(lang, title, body) {
  return `<!DOCTYPE html>
    <html lang="${lang}"><head><title>${title}</title>
    <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
    <link rel="stylesheet" href="${STYLE}"></head>
    <body><main><h1>${title}</h1>${body}</main></body></html>`;
}

function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  if (pathname === STYLE) return sendStyle(response);
  const flaw = FLAWS[decodeURIComponent(pathname.slice(1))] ?? {};
  let text = SOUND[searchParams.get("lang")] ?? "";
  if (flaw.body) text = text.replace("</main>", `${flaw.body}</main>`);
  if (flaw.lang) text = text.replace(/<html lang="[^"]*"/, `<html lang="${flaw.lang}"`);
  send(response, flaw.status ?? 200, text);
}

function answerOf(site) {
  return (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    if (pathname === STYLE) return sendStyle(response);
    if (request.method === "POST") {
      request.on("data", (form) => {
        response.writeHead(303, { location: String(form).includes("enterprise") ? "/room" : "/" });
        response.end();
      });
      return;
    }
    const [lang, title] = searchParams.get("lang") === "en" ? ["en", "A room"] : ["zh-CN", "房间"];
    const body = lang === "en" ? site[pathname]?.replaceAll(/<button/g, '<button lang="zh-CN"') : site[pathname];
    send(response, site[pathname] ? 200 : 404, page(lang, title, body ?? ""));
  };
}

function sendStyle(response) {
  response.writeHead(200, { "content-type": "text/css" });
  response.end("body { overflow-wrap: anywhere }");
}

function send(response, status, text) {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": POLICY,
  });
  response.end(text);
}

// Does the work at a server that answers so.
async function served(answer, work) {
  const server = createServer(answer);
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    return await work(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function checked(paths, options) {
  return served(answer, async (base) => {
    const said = [];
    const counts = await check(base, paths, { ...options, say: (line) => said.push(line) });
    return { ...counts, said };
  });
}

function walked(site, table, widths) {
  return served(answerOf(site), async (base) => {
    const said = [];
    const options = { beginnings: [], strays: [], widths, say: (line) => said.push(line) };
    return { ...(await walk(base, table, options)), said };
  });
}

// What stops a keyboard on its way to the button; nothing where it gets there.
async function walkedByKeys(browser, html) {
  const page = await browser.newPage();
  try {
    await page.setContent(html);
    const keys = new Keys(page);
    await keys.type(page.locator('[name="day"]'), "2026-11-26");
    await keys.reach(page.locator("button"));
    return "";
  } catch (flaw) {
    return flaw.message;
  } finally {
    await page.close();
  }
}

await conclude(async () => {
  const result = { passed: 0, failed: 0 };
  const expect = (holds, sentence, said) => {
    result[holds ? "passed" : "failed"] += 1;
    console.log(`${holds ? "ok" : "NOT OK"}: ${sentence}`);
    if (!holds) said.forEach((line) => console.log(`  ${line}`));
  };

  const sound = await checked(["/"], {});
  const isSound = sound.failed === 0 && sound.passed === CHECKS_OF_A_PAGE;
  expect(isSound, "a sound page passes all checks", sound.said);
  const names = Object.keys(FLAWS);
  const paths = names.map((name) => `/${encodeURIComponent(name)}`);
  const { said } = await checked(paths, { widths: [360] });
  names.forEach((name, at) => {
    const own = said.filter((line) => line.startsWith(`${paths[at]} `) && line.includes(`: ${name} — `));
    const seen = (language) => own.some((line) => line.startsWith(`${paths[at]} ${language}`));
    expect(seen("zh") && seen("en"), `seen failing: ${name}`, said);
  });
  const control = await checked(["/"], { control: true, widths: [360] });
  const isNamed = (rule) => control.said.some((line) => line.includes(rule));
  expect(control.failed > 0 && CONTROLS.every(isNamed), "the control is found out", control.said);

  const whole = await walked(SITE, TABLE);
  expect(whole.failed === 0, "a sound site is walked without a flaw", whole.said);
  const spoiled = await walked({ ...SITE, ...SPOILED }, [...TABLE, ...LOST], [360]);
  for (const sentence of FOUND) {
    const isFound = spoiled.said.some((line) => line.includes(sentence));
    expect(spoiled.failed > 0 && isFound, `found: ${sentence}`, spoiled.said);
  }

  const browser = await launch();
  const stopped = await walkedByKeys(browser, FORM);
  expect(stopped === "", "a keyboard gets through a sound form", [stopped]);
  for (const [flaw, html] of Object.entries(IN_THE_WAY)) {
    const found = await walkedByKeys(browser, html);
    expect(found.includes(flaw), `a keyboard finds: ${flaw}`, [found]);
  }
  await browser.close();
  return result;
});
