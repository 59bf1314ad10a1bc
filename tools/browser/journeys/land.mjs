// Land that is still to be had, and what becomes of what was reviewed on it: a plan at the simulated
// tempo with its chain, a fact that arrives changed, another who wins, a contract that changes hands
// or ends.

import { PLANT, ROLES, STORY, pdf } from "./story.mjs";

const CONSTRUCTION = "construction-reviewer officer:construction/reviewer";
const ASSUMER = "agent-91330421ma0008156g enterprise:91330421MA0008156G";
const COMPANY = "91330421MA00079893";
const FOUNDED = "agent-91330421ma00079893 enterprise:91330421MA00079893";
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
  told.first = await ask(person, told.another, ["design-scheme-review", SIZE, ["design-scheme"]]);
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

// Another bidder obtains the land of an enterprise that was reviewed on it: it consents.
export async function anotherWins(person, told) {
  await become(person, ASSUMER);
  await person.follow('main a[href="/my/simulations"]');
  await person.follow('main a[href^="/approvals/simulations/"]');
  told.theirs = person.here(/\/simulations\/(M[\d-]+)$/);
  await person.follow('main a[href$="/assumptions"]');
  const project = person.here(/\/projects\/([\d-]+)\//);
  await person.become(...ROLES.window);
  await person.goto(`/approvals/projects/${project}/assumptions`);
  const land = { "arrived-plot_number": "善土2026-53", "arrived-plot_area": "26600", "arrived-floor_area_ratio": "2.0" };
  const limits = { "arrived-density": "45", "arrived-green_ratio": "15", "arrived-height_limit": "24" };
  const from = { "arrived-credit_code": STORY.investorsCode, "arrived-source": "出让合同" };
  await person.send('main form[action$="/arrivals"]', { ...land, ...limits, ...from });
  await become(person, ASSUMER);
  await person.goto(`/approvals/simulations/${told.theirs}`);
  const consent = 'main form[action$="/consent"]';
  await person.sendInVain(422, consent, { "consent-to": STORY.investorsCode, "consent-project": "2026-999999" });
  await person.send(consent, { "consent-project": told.another });
  await person.see("同意转用给", "May be taken over by");
}

// The winner finds the formal case in its own project, with the papers of the first applicant.
export async function goesOn(person, told) {
  await person.become(...ROLES.investor);
  await person.goto(`/my/projects/${told.another}`);
  await person.reloadUntil('main a[href^="/my/cases/"]:has-text("建设工程规划许可证核发"), main a[href^="/my/cases/"]:has-text("Construction-work planning permit")');
  await person.follow('main a[href^="/my/cases/"]:has-text("建设工程规划许可证核发"), main a[href^="/my/cases/"]:has-text("Construction-work planning permit")');
  await person.see("假设条件全部到位", "Every assumed fact arrived as assumed");
}

// The winner did not pay: what followed is void, and the plot may be offered with its scheme anew.
export async function rescind(person, told) {
  await person.become(...ROLES.planning);
  await person.goto("/plots");
  await person.follow('main a[href^="/plots/"]:has-text("善土2026-51")');
  told.freed = person.here(/^\/plots\/([^/]+)/);
  const form = 'main form[action$="/rescission"]';
  await person.sendInVain(422, form, { "rescinded-by": "善解1号", "rescission-reasons": " " });
  await person.send(form, { "rescission-reasons": "逾期未付价款" });
  await person.see("方案已审定", "scheme reviewed");
  await person.seeNo(form);
}

// It is sold again; the company that the winner founded takes the contract over and names its project.
export async function takeOver(person, told) {
  await person.become(...ROLES.planning);
  await person.goto(`/plots/${told.freed}`);
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await person.send('main form[action$="/offer"]', { notice: "善土告字100号", "bids-until": today });
  await person.send('main form[action$="/contract"]', { winner: STORY.investorsCode, contract: "善出让100号" });
  await person.see("已成交", "sold");
  const form = 'main form[action$="/take-over"]';
  await person.sendInVain(422, form, { company: COMPANY, consent: " " });
  await person.send(form, { consent: "善补1号" });
  await person.see(COMPANY);
  await become(person, FOUNDED);
  await person.goto(`/plots/${told.freed}`);
  await person.send('main form[action$="/project"]');
  await person.reloadUntil('main #permits a[href^="/approvals/cases/"]', 2);
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
