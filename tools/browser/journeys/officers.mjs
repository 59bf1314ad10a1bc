// Officers of three organs, each on its own case of one package: an opinion, two decisions, a
// delivery.

import { ROLES, STORY, pdf } from "./story.mjs";

const DESK = 'main a[href^="/approvals/cases/"][href$="/desk"]';

// The package that the demonstration has under way, and the case of each organ in it.
export async function findPackage(person, told) {
  await person.become(...ROLES.lead);
  await person.follow('main a[href="/todo/packages"]');
  await person.follow('main a[href="/approvals/packages/2026-P00001/desk"]');
  const links = await person.page.locator(DESK).evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  [told.planning, told.ecology] = links;
}

// The planning bureau cannot grant while the ecology bureau is silent.
export async function waitForOpinion(person, told) {
  await person.become(...ROLES.planning);
  await person.follow(`main a[href="${told.planning}"]`);
  await person.see("征求的意见尚未反馈", "Opinions are still awaited");
}

export async function giveOpinion(person, told) {
  await person.become(...ROLES.ecology);
  await person.follow('main a[href="/todo/opinions"]');
  await person.follow(`main a[href="${told.planning}"]`);
  const form = 'main form[action$="/opinions"]';
  await person.sendInVain(422, form, { stance: "agrees_on_conditions", "opinion-words": "" });
  await person.send(form, { stance: "agrees_on_conditions", "opinion-words": STORY.opinion });
  await person.see(STORY.opinion);
  await person.see("有条件同意", "agrees on conditions");
}

export async function decide(person, told) {
  await person.become(...ROLES.planning);
  await person.follow(`main a[href="${told.planning}"]`);
  await person.see(STORY.opinion);
  await person.send('main form[action$="/grant"]');
  await person.see("建设工程规划许可证", "Construction-work planning permit");
  await person.seeNo('main form[action$="/grant"]');
}

export async function decideAlike(person, told) {
  await person.become(...ROLES.ecology);
  await person.follow(`main a[href="${told.ecology}"]`);
  await person.send('main form[action$="/grant"]');
  await person.seeNo('main form[action$="/grant"]');
  await person.send('main form[action$="/delivery"]', {});
  await person.seeNo('main form[action$="/delivery"]');
}

// The window of the third organ delivers what its office granted.
export async function deliver(person) {
  await person.become(...ROLES.window);
  await person.follow('main a[href*="state=granted"], main a[href^="/todo?of=office"]');
  await person.send('main form[action="/todo"]', { state: "granted" });
  await person.follow(DESK);
  await person.send('main form[action$="/delivery"]', {});
  await person.seeNo('main form[action$="/delivery"]');
}

// What is missing was promised: the case is accepted without it, and once the review is through,
// time stands still for it.
export async function acceptOnPromise(person, told) {
  await person.become(...ROLES.ecology);
  await person.follow(`main a[href="/approvals/cases/${told.promised}/desk"]`);
  await person.see("已承诺补齐", "Promised:");
  await person.send('main form[action$="/acceptance-on-promise"]');
  await person.see("容缺受理，开始计时", "Accepted on a promise");
  await person.see("只缺承诺的材料", "Only this is missing");
  const finished = 'main form[action$="/finished-review"]';
  await person.send(finished, { "review-evidence": "嘉环待补〔2026〕1号" });
  await person.seeNo(finished);
  await person.see("待补齐", "awaited");
}

// It came, is found fit, and nothing holds the grant up any more.
export async function settle(person, told) {
  await person.become(...ROLES.ecology);
  await person.follow(`main a[href="/approvals/cases/${told.promised}/desk"]`);
  await person.send('main form[action$="/settlements"]', { settled: "emission-quota-document" });
  await person.see("承诺的材料已补齐", "A promised material came and is fit");
  await person.seeNo('main form[action$="/settlements"]');
}

// Granted, packed, handed to the courier, and on its way; the address shows once a reason is given.
export async function sendResult(person, told) {
  await person.become(...ROLES.ecology);
  const desk = `/approvals/cases/${told.promised}/desk`;
  await person.goto(desk);
  await person.send('main form[action$="/grant"]');
  await person.follow(`main a[href="/approvals/cases/${told.promised}/delivery"]`);
  const packing = 'main form[action$="/delivery/packing"]';
  await person.reloadUntil(packing);
  await person.send(packing, { "papers-0": true });
  const sent = { courier: "演示速递", tracking: STORY.tracking };
  await person.send('main form[action$="/delivery/hand-over"]', sent);
  await person.see("已揽收", "with the courier");
  const news = { news: "in_transit", "news-words": STORY.change };
  await person.send('main form[action$="/delivery/news"]', news);
  await person.see("运输中", "in transit");
  const look = 'main form[action$="/delivery/address"]';
  await person.sendInVain(422, look, { "look-reason": " " });
  await person.send(look, { "look-reason": STORY.change });
  await person.see(STORY.address);
}

// The opinion that rested on it is given once more.
export async function giveOpinionAgain(person, told) {
  await person.become(...ROLES.ecology);
  await person.follow('main a[href="/todo/opinions"]');
  await person.follow(`main a[href="${told.planning}"]`);
  await person.see("材料有变，重新征求", "asked again: a material changed");
  await person.send('main form[action$="/opinions"]', { stance: "agrees", "opinion-words": STORY.opinion });
}

// A review on assumed facts: accepted, and its opinion issued without legal effect.
export async function issueSimulated(person, told) {
  await person.become(...ROLES.planning);
  await person.follow('main a[href="/todo/simulations"]');
  await person.follow(`main a[href="/approvals/simulations/${told.simulated}"]`);
  await person.send('main form[action$="/acceptance"]');
  const issue = 'main form[action$="/opinion"]';
  await person.sendInVain(422, issue, { "issue-words": "方案可行。" });
  await person.see("没有写明依据哪些假设条件", "The assumptions that it rests on are not named");
  await person.send(issue, { "issue-words": "方案可行。", "issue-on-height_limit": true });
  await person.see("模拟意〔", "模拟意〔");
  await person.seeNo(issue);
  // It is a paper, too: it says what it is good for, and bears no seal.
  await person.reloadUntil('main a[href^="/verify/"]');
  await person.follow('main a[href^="/verify/"]');
  await person.see("没有法律效力", "without legal effect");
}

// Policy bans what another simulated case is about: it is void, by the document that says so.
export async function banSimulated(person) {
  await person.become(...ROLES.planning);
  await person.follow('main a[href="/todo/simulations"]');
  await person.follow('main a[href^="/approvals/simulations/"]');
  const ban = 'main form[action$="/ban"]';
  await person.sendInVain(422, ban, { "ban-policy": " " });
  await person.send(ban, { "ban-policy": "浙政办发〔2026〕7号" });
  await person.see("政策不再允许", "policy does not allow it any more");
  await person.see("浙政办发〔2026〕7号");
  await person.seeNo(ban);
}

// What was promised is granted at once, on the form alone, and looked at afterwards.
export async function grantOnCommitment(person, told) {
  await person.become(...ROLES.planning);
  await person.send("form.roles-more", { role: "construction-reviewer officer:construction/reviewer" });
  await person.goto(`/approvals/cases/${told.committed}/desk`);
  await person.see("申请人已承诺符合全部条件", "promised");
  await person.send('main form[action$="/grant-on-commitment"]');
  await person.see("依告知承诺准予", "granted on commitment");
  await person.goto("/todo/inspections");
  await person.see("待核查", "to be inspected");
  await person.follow(`main a[href^="/approvals/cases/${told.committed}"]`);
  const form = 'main form[action$="/inspections"]';
  await person.sendInVain(422, form, { found: "to-rectify", finding: "缺竣工图", "rectify-by": "2026-01-05" });
  await person.send(form, { found: "fit", finding: STORY.archive });
  await person.see("核查符合承诺", "Found as promised");
  await person.seeNo(form);
}

const PAPER = (material) => `main form[action*="/materials/${material}"]`;

// Before it finds for the scheme of a plot, the planning bureau asks the ecology bureau.
export async function askAboutScheme(person, told) {
  await person.become(...ROLES.planning);
  await person.follow('main a[href="/plots"]');
  const list = 'main form[action="/plots"]';
  const plot = { plot_number: STORY.plot, plot_area: "26600", height_limit: "24", "plot-place": "惠民街道", "land-use": "工业用地" };
  await person.sendInVain(422, list, { ...plot, plot_area: "大" });
  await person.send(list, { plot_area: "26600" });
  told.plot = person.here(/\/plots\/(\d+-L\d+)$/);
  await person.see("方案审查中", "scheme in review");
  await person.send(PAPER("design-scheme"), { file: pdf("规划方案.pdf") });
  await person.send(PAPER("civil-air-defence-opinion"), { file: pdf("人防意见.pdf") });
  await person.send('main form[action$="/scheme"]', { "scheme-words": "三幢厂房", "figure-floor_area": "46000" });
  await person.send('main form[action$="/questions"]', { "asked-office": "ecology", "question-words": "厂界噪声是否达标？" });
  await person.sendInVain(409, 'main form[action$="/review"]', { "review-words": "同意该方案。" });
  await person.see("就方案征求的意见尚未反馈", "Opinions on the scheme are still awaited");
}

// It finds the question in its list, reads the scheme and answers on the plot's page.
export async function answerAboutScheme(person, told) {
  await person.become(...ROLES.ecology);
  await person.follow('main a[href="/todo/opinions"]');
  await person.follow(`main a[href="/plots/${told.plot}"]`);
  await person.see("待审查的方案", "To be reviewed");
  const form = 'main form[action$="/opinions"]';
  await person.sendInVain(422, form, { stance: "disagrees", "opinion-words": "" });
  await person.send(form, { stance: "agrees_on_conditions", "opinion-words": STORY.opinion });
  await person.see(STORY.opinion);
  await person.seeNo(form);
}

// The scheme is reviewed before the sale, and the plot is offered together with it.
export async function offerPlot(person, told) {
  await person.become(...ROLES.planning);
  await person.goto(`/plots/${told.plot}`);
  await person.see("有条件同意（方案第1版）", "agrees on conditions (version 1)");
  await person.send('main form[action$="/review"]', { "review-words": "同意该方案。" });
  await person.see("对竞得人有约束力", "binds whoever wins");
  await person.send('main form[action$="/offer"]', { notice: "善土告字99号", "bids-until": "2030-12-31" });
  await person.see("公告出让中", "offered");
}

// Nobody has won before bids end; where they have, whoever won is recorded: a bidder who had no part in
// the scheme.
export async function sellPlot(person, told) {
  await person.become(...ROLES.planning);
  await person.goto(`/plots/${told.plot}`);
  const form = 'main form[action$="/contract"]';
  const sale = { winner: STORY.bidder, contract: "善出让99号" };
  await person.sendInVain(409, form, sale);
  await person.see("竞买到2030-12-31截止", "Bids end on 2030-12-31");
  await person.goto("/plots");
  await person.follow('main a[href^="/plots/"]:has-text("善土2026-58")');
  told.plot = person.here(/^\/plots\/([^/]+)/);
  await person.sendInVain(422, form, { ...sale, height_limit: "30" });
  await person.see("合同与公告的规划条件不一致", "The contract differs from the conditions announced");
  await person.send(form, { height_limit: "24" });
  await person.see("已成交", "sold");
}

// The permits opened by themselves; an officer decides, the same day.
export async function decideOnPlot(person, told) {
  await person.become(...ROLES.planning);
  await person.goto(`/approvals/cases/${told.onPlot}/desk`);
  await person.see("随出让合同开立", "Opened on the land contract");
  await person.send('main form[action$="/grant"]');
  await person.seeNo('main form[action$="/grant"]');
}
