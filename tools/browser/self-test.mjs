// Holds the checker against pages of its own: a sound one, one with each flaw, and the control.
// A check that cannot fail would pass every page; here each is seen failing, in both languages.

import { createServer } from "node:http";
import { check, conclude } from "./check.mjs";

const POLICY = "default-src 'self'; img-src 'self' data:";
const SOUND = {
  zh: page("zh-CN", "办件受理", "受理，同意（共3,000元）"),
  en: page("en", "Case accepted", 'Accepted by <span lang="zh-CN">嘉善</span>, at once'),
};

// For each check, what spoils a sound page for it.
const FLAWS = {
  "answers 200": { status: 404 },
  "console is silent": { body: '<img alt="a picture" src="/answers 200">' },
  "content policy is kept": { body: "<script>1</script>" },
  "asks only its own server": { body: '<img alt="a picture" src="http://127.0.0.2:9/x.png">' },
  "language is said": { lang: "fr" },
  "no sideways scroll": { body: `<pre>${"wide ".repeat(400)}</pre>` },
  accessible: { body: '<img src="data:,">' },
  "texts are in their language": { body: "<p>受理,同意</p>" },
};

// The rules that xtask looks for in the control's findings.
const CONTROLS = ["color-contrast", "image-alt"];

function page(lang, title, text) {
  return `<!doctype html><html lang="${lang}"><head><title>${title}</title>
    <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head>
    <body><main><h1>${title}</h1><p>${text}</p></main></body></html>`;
}

function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  const flaw = FLAWS[decodeURIComponent(pathname.slice(1))] ?? {};
  let text = SOUND[searchParams.get("lang")] ?? "";
  if (flaw.body) text = text.replace("</main>", `${flaw.body}</main>`);
  if (flaw.lang) text = text.replace(/<html lang="[^"]*"/, `<html lang="${flaw.lang}"`);
  response.writeHead(flaw.status ?? 200, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": POLICY,
  });
  response.end(text);
}

await conclude(async () => {
  const server = createServer(answer);
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const base = `http://127.0.0.1:${server.address().port}`;
  const result = { passed: 0, failed: 0 };
  const expect = (holds, sentence, said) => {
    result[holds ? "passed" : "failed"] += 1;
    console.log(`${holds ? "ok" : "NOT OK"}: ${sentence}`);
    if (!holds) said.forEach((line) => console.log(`  ${line}`));
  };
  const visited = async (path, options) => {
    const said = [];
    const counts = await check(base, [path], { ...options, say: (line) => said.push(line) });
    return { ...counts, said };
  };

  const sound = await visited("/", {});
  expect(sound.failed === 0 && sound.passed === 48, "a sound page passes all checks", sound.said);
  for (const name of Object.keys(FLAWS)) {
    const { said } = await visited(`/${encodeURIComponent(name)}`, { widths: [360] });
    const seen = (language) => said.some((line) => line.includes(` ${language} 360: ${name} — `));
    expect(seen("zh") && seen("en"), `seen failing: ${name}`, said);
  }
  const { failed, said } = await visited("/", { control: true, widths: [360] });
  const seen = CONTROLS.every((rule) => said.some((line) => line.includes(rule)));
  expect(failed > 0 && seen, "the control is found out", said);
  server.close();
  return result;
});
