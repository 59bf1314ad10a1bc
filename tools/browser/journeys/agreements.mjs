// Agreements and minutes: a contract is drafted, signed, kept and broken; minutes are kept, and a
// decision in them is chased.

import { ROLES, STORY } from "./story.mjs";

export const LIST = 'header a[href="/agreements"], main a[href="/agreements"], nav a[href="/agreements"]';
const SOON = "2028-03-31";

const LATE = 'main a[href$="#decision-3"]';

async function agreements(person, role) {
  await person.become(...role);
  await person.follow(LIST);
  await person.see("协议与纪要", "Agreements and minutes");
}

async function drafting(person, role, kind) {
  await agreements(person, role);
  await person.follow('main a[href="/agreements/new"]');
  if (kind) await person.follow(`main a[href="/agreements/new?kind=${kind}"]`);
}

async function open(person, role, at) {
  await agreements(person, role);
  await person.follow(`main a[href="${at}"]`);
}

function form(obligation, noun) {
  return `main form[action$="/obligations/${obligation}/${noun}"]`;
}

// One that lacks what it must contain is sent back with all that is missing.
export async function draft(person, told) {
  await drafting(person, ROLES.planning);
  await person.see("必须约定：", "It must contain: ");
  const far = "2028-12-29";
  const fields = { title: STORY.contract.title, code: STORY.investorsCode, "due-0": SOON, "consequence-0": "damages" };
  const indicators = Object.entries({ 1: "420", 5: "32", 6: "0.32", 7: "0.085" });
  for (const [at, amount] of indicators) {
    Object.assign(fields, { [`amount-${at}`]: amount, [`due-${at}`]: far, [`consequence-${at}`]: "rectify" });
  }
  const main = 'main form[action="/agreements"]';
  await person.sendInVain(422, main, {
    ...fields,
    "clause-plot": STORY.contract.plot,
    "clause-land-contract": STORY.contract.land,
    "clause-recheck": STORY.contract.recheck,
  });
  await person.see("缺少必备内容：争议解决方式", "must contain: How disputes are settled");
  await person.seeField("title", STORY.contract.title);
  await person.send(main, { "clause-dispute": STORY.contract.dispute });
  told.contract = person.where();
  await person.see("待签署", "to be signed");
  await person.see(STORY.contract.dispute);
  await person.see(STORY.contract.land);
  await person.send('main form[action$="/signatures"]');
}

export async function sign(person, told) {
  await open(person, ROLES.investor, told.contract);
  await person.see(STORY.contract.recheck);
  await person.send('main form[action$="/signatures"]');
  await person.seeNo('main form[action$="/signatures"]');
}

export async function handIn(person, told) {
  await open(person, ROLES.investor, told.contract);
  const evidence = form("investment-intensity", "evidence");
  await person.send(evidence, { words: STORY.contract.evidence, reached: "431.5" });
  await person.see(STORY.contract.evidence);
}

export async function attest(person, told) {
  await open(person, ROLES.planning, told.contract);
  await person.send(form("investment-intensity", "attestation"));
  await person.see("确认履行", "fulfilled");
  await person.seeNo(form("investment-intensity", "attestation"));
}

// A decision was due and nothing was handed in: what follows is written down.
export async function carryOut(person, told) {
  await open(person, ROLES.planning, told.late);
  await person.see("已超期", "was due");
  await person.sendInVain(422, form("decision-3", "consequence"), { words: "" });
  await person.send(form("decision-3", "consequence"), { words: STORY.decision.consequence });
  await person.see("已处理", "carried out");
  await person.see(STORY.decision.consequence);
}

export async function keepMinutes(person, told) {
  await drafting(person, ROLES.planning, "minutes");
  const decision = { "title-0": STORY.decision.title, "owner-0": "ecology", "due-0": SOON };
  await person.send('main form[action="/agreements"]', { title: STORY.decision.meeting, ...decision });
  told.minutes = person.where();
  await person.send('main form[action$="/signatures"]');
}

export async function signMinutes(person, told) {
  await open(person, ROLES.ecology, told.minutes);
  await person.send('main form[action$="/signatures"]');
  await person.seeNo('main form[action$="/signatures"]');
}

// What was decided is chased: a decision of the demonstration's minutes is late before the supervisor
// until it is done.
export async function chase(person, told) {
  await agreements(person, ROLES.supervisor);
  await person.follow('main a[href="/agreements/late"]');
  await person.reloadUntil(LATE);
  await person.follow(LATE);
  told.late = person.where().split("#")[0];
}

export async function report(person, told) {
  await open(person, ROLES.ecology, told.late);
  await person.send(form("decision-3", "evidence"), { words: STORY.decision.report });
  await person.see(STORY.decision.report);
}

export async function settle(person, told) {
  await open(person, ROLES.planning, told.late);
  await person.send(form("decision-3", "attestation"));
  await person.see("确认履行，逾期", "fulfilled late");
  await agreements(person, ROLES.supervisor);
  await person.follow('main a[href="/agreements/late"]');
  await person.seeNo(LATE);
}
