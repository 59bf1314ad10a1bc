// Land that is still to be had, and what becomes of what was reviewed on it: a plan at the simulated
// tempo with its chain, a fact that arrives changed, another who wins, a contract that changes hands
// or ends.

import { PLANT, ROLES, STORY, pdf } from "./story.mjs";

const CONSTRUCTION = "construction-reviewer officer:construction/reviewer";
const FIRST = "agent-91370600ma3c0002x4 enterprise:91370600MA3C0002X4";
const LAND = { land_area: "26600", land_use: "工业用地" };
const BASEMENT = { floor_area: "46000", has_civil_building: "yes" };
const SIZE = { land_area: "26600", floor_area: "46000", building_count: "3" };

// The project plans to have its reviews before the land, and says on what.
export async function planSimulated(person, told) {
  await person.become(...ROLES.investor);
  await person.goto(`/routes?project=${told.another}`);
  await person.follow('main a[href^="/routes/industrial-new-land"]');
  await person.send('main form[action="/routes/industrial-new-land/plan"]', PLANT);
  const at = `/approvals/projects/${told.another}/plan`;
  await person.send(`main form[action="${at}"]`, { tempo: "simulated" });
  await person.see("模拟审批", "Simulated before the land");
  await person.goto(`/approvals/projects/${told.another}/assumptions`);
  const assumed = { "assumed-plot_number": "善土2026-77", "assumed-plot_area": "26600", "assumed-height_limit": "24" };
  await person.send('main form[action$="/assumptions"]', { ...assumed, "assumed-source": "出让公告" });
  await person.see("等待到位", "awaited");
  told.first = await ask(person, told.another, ["design-scheme-review", SIZE, ["design-scheme", "sunlight-and-traffic-study"]]);
}

// Two offices are asked about the first of the chain; what each says rests on another fact.
export async function workTheFirst(person, told) {
  const at = `/approvals/simulations/${told.first}`;
  await person.become(...ROLES.planning);
  await person.goto(at);
  await person.send('main form[action$="/acceptance"]');
  await askOffice(person, "ecology", "厂界噪声是否达标？");
  await askOffice(person, "construction", "消防车道是否满足？");
  await person.become(...ROLES.ecology);
  await person.goto(at);
  const words = { stance: "agrees", "advise-words": STORY.opinion };
  const advise = 'main form[action$="/opinions"]';
  await person.send(advise, { ...words, "advise-on-height_limit": true });
  await become(person, CONSTRUCTION);
  await person.goto(at);
  await person.send(advise, { stance: "agrees", "advise-words": "同意。", "advise-on-plot_area": true });
  await person.become(...ROLES.planning);
  await person.goto(at);
  await person.send('main form[action$="/opinion"]', { "issue-words": "方案可行。", "issue-on-plot_area": true });
  await person.see("已出具模拟意见", "simulated opinion issued");
}

// The next of the chain builds on it, and the plan tells so.
export async function askForTheNext(person, told) {
  await person.become(...ROLES.investor);
  const next = ["civil-air-defence-basement-approval", BASEMENT, ["basement-area-statement"]];
  told.next = await ask(person, told.another, next);
  await person.goto(`/approvals/projects/${told.another}/plan`);
  await person.see("计划与实际", "Plan and reality");
}

// The contract has another height than was assumed.
export async function arrivesChanged(person, told) {
  await person.become(...ROLES.window);
  await person.goto(`/approvals/projects/${told.another}/assumptions`);
  const arrived = { "arrived-plot_number": "善土2026-77", "arrived-plot_area": "26600", "arrived-height_limit": "30" };
  const from = { "arrived-credit_code": STORY.investorsCode, "arrived-source": "出让合同" };
  await person.send('main form[action$="/arrivals"]', { ...arrived, ...from });
  await person.see("有实质差异", "differs");
}

// The opinion that rests on the height is open again in the formal case; the other one stands.
export async function isAskedAgain(person, told) {
  await person.become(...ROLES.investor);
  await person.goto(`/approvals/simulations/${told.first}`);
  await person.reloadUntil('main a[href^="/approvals/cases/"]');
  await person.follow('main a[href^="/approvals/cases/"]');
  told.formal = person.here(/\/cases\/([\d-]+)/);
  await person.see("重新征求意见 1 项", "opinions asked again: 1");
  await person.become(...ROLES.ecology);
  await person.goto(`/approvals/cases/${told.formal}/desk`);
  await person.send('main form[action$="/opinions"]', { stance: "agrees", "opinion-words": STORY.opinion });
  await person.become(...ROLES.planning);
  await person.goto(`/approvals/cases/${told.formal}/desk`);
  await person.send('main form[action$="/grant"]');
  await person.seeNo('main form[action$="/grant"]');
}

// An enterprise is reviewed on land that another bidder obtains: it consents to that one's going on.
export async function anotherWins(person, told) {
  await become(person, FIRST);
  await person.goto("/my");
  await person.follow('main a[href^="/my/projects/"]');
  const project = person.here(/\/projects\/([\d-]+)$/);
  const at = `/approvals/projects/${project}/assumptions`;
  await person.goto(at);
  const assumed = { "assumed-plot_number": "善土2026-76", "assumed-plot_area": "26600" };
  await person.send('main form[action$="/assumptions"]', { ...assumed, "assumed-source": "出让公告" });
  const papers = ["application-form", "project-approval-document", "red-line-map"];
  const theirs = await ask(person, project, ["construction-land-planning-permit", LAND, papers]);
  await person.become(...ROLES.planning);
  await person.goto(`/approvals/simulations/${theirs}`);
  await person.send('main form[action$="/acceptance"]');
  await person.send('main form[action$="/opinion"]', { "issue-words": "用地可行。", "issue-on-plot_area": true });
  await person.become(...ROLES.window);
  await person.goto(at);
  const arrived = { "arrived-plot_number": "善土2026-76", "arrived-plot_area": "26600" };
  const from = { "arrived-credit_code": STORY.investorsCode, "arrived-source": "出让合同" };
  await person.send('main form[action$="/arrivals"]', { ...arrived, ...from });
  await become(person, FIRST);
  await person.goto(`/approvals/simulations/${theirs}`);
  await person.seeNo('main a[href*="/cases/"]');
  const consent = 'main form[action$="/consent"]';
  await person.sendInVain(422, consent, { "consent-to": STORY.investorsCode, "consent-project": "2026-999999" });
  await person.send(consent, { "consent-project": told.another });
  await person.see("同意转用给", "May be taken over by");
}

// The winner finds the formal case in its own project, with the papers of the first applicant.
export async function goesOn(person, told) {
  await person.become(...ROLES.investor);
  await person.goto(`/my/projects/${told.another}`);
  const name = person.say("建设用地规划许可证核发", "Construction-land planning permit");
  const link = `main a[href^="/my/cases/"]:has-text("${name}")`;
  await person.reloadUntil(link);
  await person.follow(link);
  // Nothing has changed: the short limit of the conversion runs.
  await person.see("还剩3个工作日", "3 working days left");
}

// The winner did not pay: what followed is void, and the plot may be offered with its scheme anew.
export async function rescind(person) {
  await person.become(...ROLES.planning);
  await person.goto("/plots");
  await person.follow('main a[href^="/plots/"]:has-text("善土2026-51")');
  const form = 'main form[action$="/rescission"]';
  await person.sendInVain(422, form, { "rescinded-by": "善解1号", "rescission-reasons": " " });
  await person.send(form, { "rescission-reasons": "逾期未付价款" });
  await person.see("方案已审定", "scheme reviewed");
  await person.seeNo(form);
}

// The company that the winner founded takes the contract over, by a consent with its number.
export async function takeOver(person, told) {
  await person.become(...ROLES.planning);
  await person.goto(`/plots/${told.plot}`);
  const form = 'main form[action$="/take-over"]';
  await person.sendInVain(422, form, { company: STORY.investorsCode, consent: " " });
  await person.send(form, { consent: "善补1号" });
  await person.see(STORY.investorsCode);
}

// Takes a role that has no button of its own.
async function become(person, role) {
  await person.become(...ROLES.planning);
  await person.send("form.roles-more", { role });
}

async function askOffice(person, office, words) {
  await person.send('main form[action$="/questions"]', { "ask-office": office, "ask-words": words });
}

// Asks for a simulated review of a matter: the form, the papers, what is said of the land.
async function ask(person, project, [matter, answers, papers]) {
  await person.goto(`/my/projects/${project}/matters`);
  const way = person.page.locator(`main button[name="matter"][value="${matter}"]`);
  await person.press(way, `way to ${matter}`);
  await person.follow('main a[href$="/form"]');
  await person.send('main form[action$="/form"]', { ...STORY.agent, ...answers });
  await person.follow('main a[href$="/materials"]');
  for (const paper of papers) {
    await person.send(`main form[action*="/materials/${paper}"]`, { file: pdf(`${paper}.pdf`) });
  }
  await person.follow('main nav a[href^="/my/drafts/"], main a[href^="/my/drafts/"]');
  await person.follow('main a[href$="/review"]');
  const land = { land: "已公告挂牌，待竞买", "entry-number": "善项评〔2026〕8号", "entry-day": "2026-01-15" };
  await person.send('main form[action$="/simulation"]', land);
  return person.here(/\/approvals\/simulations\/(M[\d-]+)$/);
}
