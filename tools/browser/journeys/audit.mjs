// What rules decided is looked at afterwards: one decision is right, another wrong; a version of a
// rule is stopped and resumed.

import { ROLES, STORY } from "./story.mjs";

const CASE = 'main td a[href^="/approvals/cases/"]';
const RULE = "#soil-conservation-registration";

async function becomeWater(person, post) {
  await person.become(...ROLES.planning);
  await person.send("form.roles-more", { role: `water-${post} officer:water/${post}` });
}

// The decision that stood there first is right; then the applicant's is the one that is left.
export async function confirm(person, told) {
  await becomeWater(person, "reviewer");
  await person.goto("/todo/audits");
  await person.see("待复核", "to be looked at");
  await person.follow(`${CASE}:not([href*="${told.atOnce}"])`);
  await person.send('main form[action$="/audit-confirmation"]');
  await person.see("复核无误", "looked at: right");
  await person.seeNo('main form[action$="/audit-confirmation"]');
}

// Found wrong, told to the party with a day; nothing is revoked before that day or a word of theirs.
export async function findWrong(person, told) {
  await becomeWater(person, "reviewer");
  await person.goto("/todo/audits");
  await person.follow(`${CASE}[href*="${told.atOnce}"]`);
  const finding = 'main form[action$="/audit-finding"]';
  await person.sendInVain(422, finding, { "finding-reason": " " });
  await person.send(finding, { "finding-reason": STORY.finding });
  await person.see("秒批复核有误", "looked at: wrong");
  const notice = 'main form[action$="/revocation-notice"]';
  await person.sendInVain(422, notice, { "revocation-reasons": STORY.finding, "state-by": "2026-01-05" });
  await person.send(notice, { "revocation-reasons": STORY.finding, "state-by": "2030-12-31" });
  const revocation = 'main form[action$="/revocation"]';
  await person.sendInVain(409, revocation, { "revoked-because": STORY.finding });
  await person.see("当事人可以在", "may state its case until");
  await person.goto("/todo/audits");
  await person.see("拟撤销", "to be heard until");
}

export async function stateCase(person, told) {
  await person.become(...ROLES.investor);
  await person.follow(`main a[href="/my/cases/${told.atOnce}"]`);
  await person.see(STORY.finding);
  const form = 'main form[action$="/statements"]';
  await person.sendInVain(422, form, { statement: " " });
  await person.send(form, { statement: STORY.statement });
  await person.see("当事人陈述申辩", "The party stated its case");
}

export async function revoke(person, told) {
  await becomeWater(person, "reviewer");
  await person.goto(`/approvals/cases/${told.atOnce}/desk`);
  await person.see(STORY.statement);
  await person.send('main form[action$="/revocation"]', { "revoked-because": STORY.finding });
  await person.see("许可已撤销", "permit revoked");
  await person.goto("/todo/audits");
  await person.seeNo(`${CASE}[href*="${told.atOnce}"]`);
}

// Everybody reads that a rule is stopped, and why.
export async function stopRule(person) {
  await person.become(...ROLES.administrator);
  await person.goto("/instant");
  const form = (noun) => `${RULE} form[action$="/${noun}"]`;
  await person.sendInVain(422, form("rule-stops"), { "rule-reason": " " });
  await person.send(form("rule-stops"), { "rule-reason": STORY.finding });
  await person.become(...ROLES.visitor);
  await person.goto("/instant");
  await person.see("起停用", "stopped since");
  await person.see(STORY.finding);
  await person.become(...ROLES.administrator);
  await person.goto("/instant");
  await person.send(form("rule-resumptions"), { "rule-reason": STORY.repaired });
  await person.see("在用", "in use");
  await person.seeNo(form("rule-resumptions"));
}
