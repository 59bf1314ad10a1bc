// The clerk at the window: from the inbox to the case, one notice of what is missing, acceptance.

import { ROLES, STORY } from "./story.mjs";

const CASE = "/approvals/cases/";

async function take(person, told) {
  await person.become(...ROLES.window);
  await person.follow(`main a[href="${CASE}${told.filing}/desk"]`);
}

export async function giveNotice(person, told) {
  await take(person, told);
  await person.see("已收件，待受理", "received, not accepted yet");
  await person.seeLink('main a[href*="/desk/"]');
  const notice = 'main form[action$="/notice"]';
  await person.send(notice, { "missing-filing-form": true, "notice-words": STORY.notice });
  await person.see("等待补正", "waiting for corrections");
}

export async function recordCode(person, told) {
  await take(person, told);
  await person.follow(`main a[href="/approvals/projects/${told.project}"]`);
  await person.goto(`/approvals/projects/${told.project}/desk`);
  const form = 'main form[action$="/code"]';
  await person.sendInVain(422, form, { "national-code": "2604-330421-04-01-1234" });
  await person.sendInVain(409, form, { "national-code": STORY.takenCode });
  await person.send(form, { "national-code": STORY.code });
  await person.see(STORY.code);
}

// Whom the enterprise turns to about its plan, and what may go wrong, as a new version.
export async function supplementPlan(person, told) {
  await person.become(...ROLES.window);
  await person.goto(`/approvals/projects/${told.project}/plan`);
  await person.see("尚未指定", "not named yet");
  const form = `main form[action="/approvals/projects/${told.project}/plan/risks"]`;
  const risk = { contact: "planning/coordinator", what: STORY.risk, reason: STORY.riskReason };
  await person.sendInVain(422, form, risk);
  await person.seeField("what", STORY.risk);
  await person.send(form, { measure: STORY.measure, by: STORY.measureBy, step: "line-and-supply" });
  await person.see(STORY.risk);
  await person.see(STORY.measure);
  await person.seeField("contact", "planning/coordinator");
}

export async function accept(person, told) {
  await take(person, told);
  await person.send('main form[action$="/acceptance"]');
  await person.see("受理", "Accepted");
  await person.seeNo('main form[action$="/acceptance"]');
}

export async function grant(person, told) {
  await take(person, told);
  await person.send('main form[action$="/grant"]');
  await person.seeNo('main form[action$="/grant"]');
}

// The enterprise gave up its other project: it is voided, with a reason.
export async function voidProject(person, told) {
  await person.become(...ROLES.window);
  await person.goto(`/approvals/projects/${told.another}/desk`);
  const form = 'main form[action$="/voiding"]';
  await person.sendInVain(422, form, { "void-reason": " " });
  await person.send(form, { "void-reason": "企业来函放弃投资" });
  await person.see("企业来函放弃投资");
  await person.seeNo(form);
}

// What is brought complete is received, accepted and granted on the spot, in one act.
export async function atTheCounter(person, told) {
  await person.become(...ROLES.window);
  await person.goto(`/approvals/projects/${told.another}/desk`);
  await person.send('main form[action$="/code"]', { "national-code": STORY.anothersCode });
  await person.goto("/counter");
  await person.follow('main a[href="/counter/enterprise-investment-filing"]');
  const form = 'main form[action="/counter/enterprise-investment-filing"][method="post"]';
  const brought = {
    "brought-filing-form": true,
    construction_kind: "upgrade",
    land_area: "3000",
    floor_area: "3000",
    ...STORY.agent,
  };
  await person.sendInVain(422, form, { ...brought, "counter-project": "2026-999999" });
  await person.send(form, { "counter-project": told.another });
  await person.see("当日办结", "concluded on the same day");
  await person.goto(`/approvals/projects/${told.another}`);
  await person.see("已备案", "filed");
}

// The land contract is signed: what was assumed has arrived.
export async function recordArrival(person, told) {
  await person.become(...ROLES.window);
  await person.goto(`/approvals/projects/${told.project}/assumptions`);
  const arrived = {
    "arrived-plot_number": "善土2026-88",
    "arrived-plot_area": "26600.0",
    "arrived-height_limit": "24",
    "arrived-source": "出让合同",
  };
  await person.sendInVain(422, 'main form[action$="/arrivals"]', arrived);
  await person.see("地块到位须写明由谁取得", "Who obtained the plot is not said");
  arrived["arrived-credit_code"] = STORY.investorsCode;
  await person.send('main form[action$="/arrivals"]', arrived);
  await person.see("一致", "as assumed");
}
