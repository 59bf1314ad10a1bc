// The visitor: reads a guide, looks up a case without an account, checks a paper.

import { PLANT, ROLES, STORY } from "./story.mjs";

export async function guide(person) {
  await person.become(...ROLES.visitor);
  await person.follow('main a[href="/guides"]');
  await person.follow('main a[href="/guides/construction-work-planning-permit"]');
  await person.see("建设工程规划许可证", "Construction-work planning permit");
  await person.see("要交的材料", "What to hand in");
  await person.see("第四十条");
  await person.become(...ROLES.visitor);
  await person.send('main form[action="/search"]', { q: "规划" });
  await person.seeLink('main a[href^="/guides/"]');
}

// The browser's own ways: each page comes back as it was, and an answered form asks nothing again.
export async function backAndForth(person) {
  await person.become(...ROLES.visitor);
  await person.goto("/guides");
  await person.follow('main a[href="/guides/construction-work-planning-permit"]');
  await person.back("/guides");
  await person.forth("/guides/construction-work-planning-permit");
  await person.back("/guides");
  await person.send('form[action="/search"]', { q: "规划" });
  await person.goto("/progress");
  await person.sendInVain(422, 'main form[action="/progress"]', { number: "2026-999999", tail: "9999" });
  await person.back("/search");
  await person.seeField("q", "规划");
  await person.reload();
  await person.seeLink('main a[href^="/guides/"]');
}

export async function plan(person) {
  await person.become(...ROLES.visitor);
  await person.follow('main a[href="/guides"]');
  await person.follow('main a[href="/routes"]');
  await person.follow('main a[href="/routes/power-connection-reformed"]');
  const form = 'main form[action="/routes/power-connection-reformed/plan"]';
  const told = { supply: "high-single", digs_road: "yes", design_days: "10", building_days: "20" };
  await person.send(form, told);
  await person.see("关键路径", "Critical path");
  await person.see("改革前后比较", "Before and after the reform");
  await person.see("40");
  // Whose days they are stands in words beside what the chart draws apart, and so does who pays.
  await person.see("公用企业", "Utilities");
  await person.see("费用由谁承担", "Who bears the costs");
  await person.see("金额未写明", "no amount told");
  await person.follow('main a[href^="/routes/power-connection-reformed?"]');
  await person.seeField("design_days", "10");
}

// A factory on land still to be granted: what may be simulated ends before the others.
export async function compareTempos(person) {
  await person.become(...ROLES.visitor);
  await person.follow('main a[href="/guides"]');
  await person.follow('main a[href="/routes"]');
  await person.follow('main a[href="/routes/industrial-new-land"]');
  const form = 'main form[action="/routes/industrial-new-land/plan"]';
  await person.send(form, PLANT);
  await person.see("办理方式比较", "The ways compared");
  const rows = (await person.text("main section.sheet:has(td.title) table")).split("\n");
  const days = rows.map((row) => Number(/\t(\d+)\t/.exec(row)?.[1])).filter((count) => count > 0);
  const [serial, parallel, simulated] = days;
  if (!(serial > parallel && parallel > simulated)) throw new Error(`the days do not fall: ${rows.join(" | ")}`);
  // Land that is offered with its scheme spares the review, and says why.
  await person.follow('main a[href^="/routes/industrial-new-land?"]');
  await person.send(form, { with_scheme: "yes" });
  await person.see("免办环节", "What you are spared");
  await person.see("随合同办理", "on the contract");
}

export async function bundle(person) {
  await person.become(...ROLES.visitor);
  await person.follow('main a[href="/guides"]');
  await person.follow('main a[href="/bundles"]');
  await person.follow('main a[href="/bundles/certificates-in-one"]');
  await person.send('main form[action="/bundles/certificates-in-one"]', { industry: "58", is_branch: "no" });
  await person.seeField("industry", "58");
  await person.send('main form[action="/bundles/certificates-in-one/plan"]', {});
  await person.see("国际货运代理企业备案", "Filing of an international freight forwarder");
  await person.see("一次申请", "Together");
  await person.see("不用再填、再交的", "What is not asked again");
}

export async function progress(person, told) {
  await person.become(...ROLES.visitor);
  await person.follow('main a[href="/progress"]');
  await person.sendInVain(422, 'main form[action="/progress"]', { number: told.filing, tail: "9999" });
  await person.seeField("number", told.filing);
  await person.send('main form[action="/progress"]', { number: told.filing, tail: "0001" });
  await person.see("企业投资项目备案", "Filing of an enterprise investment project");
  const shown = await person.text();
  for (const secret of [STORY.project.phone, STORY.project.contact]) {
    if (shown.includes(secret)) throw new Error(`${person.where()} tells a stranger ${secret}`);
  }
}

export async function verify(person, told) {
  await person.become(...ROLES.visitor);
  await person.follow('a[href="/verify"]');
  await person.send('main form[action="/verify"]', { number: told.receiptNumber, code: told.receipt });
  await person.see(told.receiptNumber);
  await person.seeLink('main a[href$="/proof"]');
  await person.see("属实，截至第", "Genuine as of head");
}

// Land that is offered with its scheme: anybody reads conditions and scheme, nobody's code.
export async function plots(person, told) {
  await person.become(...ROLES.visitor);
  await person.goto("/guides");
  await person.follow('main a[href="/plots"]');
  await person.follow(`main a[href="/plots/${told.plot}"]`);
  await person.see("已审定的规划方案", "The reviewed scheme");
  await person.seeNo('main #papers');
}
