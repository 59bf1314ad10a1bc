// The applicant: registers a project, is told what is wrong, puts it right, hands in, submits.

import { ROLES, STORY, pdf } from "./story.mjs";

const FORM = 'main form[action$="/form"]';
const REVIEW = 'main a[href$="/review"]';
// An enterprise of the demonstration that builds: its works may be promised about.
const ROLE_THAT_BUILDS = "agent-91330421ma00079893 enterprise:91330421MA00079893";

// Registers the project of the story; the total investment is wrong at first.
export async function register(person, told) {
  await person.become(...ROLES.investor);
  await person.follow('main a[href="/my/registration"]');
  const form = 'main form[action="/my/registration"]';
  await person.sendInVain(422, form, { ...STORY.project, investment: "abc" });
  await person.see("请更正以下内容", "Please put this right");
  await person.seeLink('main a[href="#investment"]');
  await person.seeField("title", STORY.project.title);
  await person.send(form, { investment: STORY.project.investment });
  await person.see(STORY.project.title);
  await person.see("代码待赋", "no project code yet");
  await person.see("未备案", "not filed yet");
  told.project = person.here(/\/my\/projects\/([\d-]+)$/);
}

// One more project, to be filed at the counter.
export async function registerAnother(person, told) {
  await person.become(...ROLES.investor);
  await person.follow('main a[href="/my/registration"]');
  await person.send('main form[action="/my/registration"]', { ...STORY.project, ...STORY.another });
  told.another = person.here(/\/my\/projects\/([\d-]+)$/);
}

// The site of that one changes; without a reason nothing does.
export async function change(person, told) {
  await person.become(...ROLES.investor);
  await person.goto(`/my/projects/${told.another}`);
  await person.follow('main a[href$="/changes"]');
  const form = 'main form[action$="/changes"]';
  await person.sendInVain(422, form, { site: "魏塘街道长盛路20号" });
  await person.seeField("site", "魏塘街道长盛路20号");
  await person.send(form, { reason: "与相邻地块合并建设" });
  await person.see("变更记录", "What was changed");
  await person.see("魏塘街道长盛路20号");
}

// Decides on how the project is to get its power, and comes back to the project.
export async function plan(person, told) {
  const at = `/approvals/projects/${told.project}/plan`;
  await person.follow(`main a[href="${at}"]`);
  await person.see("还没有确定办理方案", "No plan has been decided on");
  await person.follow(`main a[href="/routes?project=${told.project}"]`);
  await person.follow('main a[href^="/routes/power-connection-reformed"]');
  const form = 'main form[action="/routes/power-connection-reformed/plan"]';
  await person.send(form, { supply: "low", digs_road: "yes" });
  await person.send(`main form[action="${at}"]`, { tempo: "parallel" });
  await person.see("预计何时办结", "When it will be through");
  await person.see("联系人", "Contact");
  await person.see("风险清单", "Risks");
  await person.see("计划与实际", "Plan and reality");
  await person.see("时间用在哪一方", "Whose the days were");
  await person.see("已收件环节实际", "Used by steps begun");
  await person.follow(`main a[href="/my/projects/${told.project}"]`);
}

// More power: the plan changes, and what the project sees to itself is recorded as it goes.
export async function recordOwnStep(person, told) {
  await person.become(...ROLES.investor);
  await person.goto(`/routes?project=${told.project}`);
  await person.follow('main a[href^="/routes/power-connection-reformed"]');
  const form = 'main form[action="/routes/power-connection-reformed/plan"]';
  const asked = { supply: "high-single", digs_road: "no", design_days: "10", building_days: "20" };
  await person.send(form, asked);
  const plan = `main form[action="/approvals/projects/${told.project}/plan"]`;
  await person.send(plan, { tempo: "parallel", reason: STORY.planReason });
  await person.follow(`main a[href="/approvals/projects/${told.project}/nodes"]`);
  const charge = 'main form[action$="/nodes/charges"]';
  const agency = { "charged-step": "works-design", agency: STORY.agency.name, "credit-code": "1" };
  await person.sendInVain(422, charge, agency);
  await person.seeField("agency", STORY.agency.name);
  await person.send(charge, { "credit-code": STORY.agency.code });
  await person.see(STORY.agency.name);
  await person.send('main form[action$="/nodes/begins"]', { "begun-step": "works-design" });
  const ended = { "ended-step": "works-design", result: STORY.drawings };
  await person.send('main form[action$="/nodes/ends"]', ended);
  await person.see(STORY.drawings);
}

// Applies for the filing: form, file, review, receipt.
export async function file(person, told) {
  await person.follow('main a[href$="/matters"]');
  const filing = person.page.locator('main button[name="matter"][value="enterprise-investment-filing"]');
  await person.press(filing, "way to the filing");
  await person.see("企业投资项目备案", "Filing of an enterprise investment project");

  await person.follow('main a[href$="/form"]');
  const answers = { construction_kind: "new", floor_area: "12000", ...STORY.agent };
  await person.sendInVain(422, FORM, { ...answers, land_area: "大" });
  await person.see("请更正以下内容", "Please put this right");
  await person.seeField("floor_area", "12000");
  await person.send(FORM, { land_area: "20000" });

  await person.follow('main a[href$="/materials"]');
  const upload = 'main form[action*="/materials/filing-form"]';
  await person.sendInVain(422, upload, { file: { ...pdf("备案表.pdf"), buffer: Buffer.from("MZ no paper") } });
  await person.see("请更正以下内容", "Please put this right");
  await person.send(upload, { file: pdf("备案表.pdf") });
  await person.see("备案表.pdf");
  await person.see("已上传", "uploaded");

  await person.follow('main nav a[href^="/my/drafts/"], main a[href^="/my/drafts/"]');
  await person.follow(REVIEW);
  await person.see(STORY.project.title);
  await person.see("20000");
  await person.see("备案表.pdf");
  await person.send('main form[action$="/review"]');
  await person.see("申请已收到", "Your application was received");
  told.filing = person.here(/\/my\/submissions\/([\d-]+)$/);
  await person.see(told.filing);
}

// The receipt is issued by itself; reloading the page shows it.
export async function receipt(person, told) {
  const paper = 'main a[href^="/verify/"]';
  await person.reloadUntil(paper);
  told.receipt = person.found(/\/verify\/([\w-]+)/, await person.href(paper));
  told.receiptNumber = person.found(/[^\s]+〔\d{4}〕\d+号/, await person.text());
  await person.follow(`main a[href="/my/cases/${told.filing}"]`);
  await person.see("收到申请", "Application received");
  await person.see("开收〔");
}

// What the office asked for is handed in once more.
export async function correct(person, told) {
  await person.become(...ROLES.investor);
  await person.follow(`main a[href="/my/cases/${told.filing}"]`);
  await person.see("等待补正", "corrections");
  await person.see(STORY.notice);
  await person.send('main form[action*="/materials/filing-form"]', { file: pdf("备案表（补正）.pdf") });
  await person.send('main form[action$="/correction"]');
  await person.seeNo('main form[action$="/correction"]');
}

// The matters of a stage, ticked together: one form, one receipt.
export async function openPackage(person, told) {
  await person.become(...ROLES.investor);
  await person.follow(`main a[href="/my/projects/${told.project}"]`);
  await person.see("已备案", "filed on");
  await person.follow('main a[href$="/matters"]');
  const stage = 'main form:has(button[name="stage"][value="2"])';
  const ticked = { "construction-work-planning-permit": true, "design-scheme-review": true };
  await person.send(stage, ticked, 'button[name="stage"]');
  await person.follow('main a[href$="/form"]');
  // What the filing's form said is there already; what only this stage asks is not.
  await person.seeField("floor_area", "12000");
  await person.sendInVain(422, FORM, STORY.agent);
  await person.seeLink('main a[href="#building_count"]');
  await person.send(FORM, { building_count: "2" });
  await person.follow(REVIEW);
  await person.send('main form[action$="/review"]');
  await person.see("申请已收到", "Your application was received");
  told.package = person.here(/\/my\/submissions\/([\w-]+)$/);
  // The planning permit waits for the scheme: the law has one come before the other.
  await person.reloadUntil('main a[href^="/my/cases/"]');
  await person.see("建设工程设计方案审查", "Review of a design scheme");
}

// A draft is left lying, found again and deleted.
export async function deleteDraft(person, told) {
  await leaveDraft(person, told);
  await person.become(...ROLES.investor);
  await person.follow('main a[href^="/my/drafts/"]');
  await person.see("节能审查", "Energy conservation review");
  await person.follow('main a[href$="/removal"]');
  await person.send('main form[action$="/removal"]');
  await person.seeNo('main a[href^="/my/drafts/"]');
}

// What a register of another authority knows is asked with consent, and taken into the form.
export async function askRegister(person, told) {
  await person.become(...ROLES.investor);
  await person.follow(`main a[href="/my/projects/${told.project}"]`);
  await person.follow('main a[href$="/matters"]');
  const matter = 'main button[name="matter"][value="construction-land-planning-permit"]';
  await person.press(person.page.locator(matter), "way to the land permit");
  await person.follow('main a[href$="/form"]');
  await person.see("经您同意后查询", "It is asked where you consent");
  await person.send('main form[action$="/registers/land-contracts"]');
  await person.reloadUntil('main form[action$="/adoption"]');
  await person.see("DJ-2026-000317");
  await person.send('main form[action$="/adoption"]');
  await person.seeField("land_area", "38000");
  await person.seeNo('main form[action$="/adoption"]');
  // The licence that it told is wrong: it is contested, and the applicant's own paper is asked for.
  await person.become(...ROLES.investor);
  await person.follow('main a[href^="/my/drafts/"]');
  await person.follow('main a[href$="/materials"]');
  const contest = 'main form[action$="/licences/land-grant-contract/contest"]';
  await person.send(contest, { "contest-reason": "合同面积已变更" });
  await person.see("您有异议：合同面积已变更", "You contest it: 合同面积已变更");
  await person.see("请上传自己的材料", "Please upload your own");
  await person.seeNo(contest);
  await person.become(...ROLES.investor);
  await person.follow('main a[href^="/my/drafts/"]');
  await person.follow('main a[href$="/removal"]');
  await person.send('main form[action$="/removal"]');
}

// A draft is begun and left; the pages are looked at with it.
export async function leaveDraft(person, told) {
  await person.become(...ROLES.investor);
  await person.follow(`main a[href="/my/projects/${told.project}"]`);
  await person.follow('main a[href$="/matters"]');
  const matter = person.page.locator('main button[name="matter"][value="energy-conservation-review"]');
  await person.press(matter, "way to the energy review");
  await person.see("节能审查", "Energy conservation review");
}

// The end of the filing, as its applicant sees it.
export async function filed(person, told) {
  await person.become(...ROLES.investor);
  await person.follow(`main a[href="/my/cases/${told.filing}"]`);
  await person.see("受理", "Accepted");
  await person.see("一次性告知需补正的材料", "One notice of everything missing");
  await person.seeLink('main a[href^="/verify/"]');
}

// A permit is applied for without a material that may follow; what is missing is promised.
export async function promise(person, told) {
  await person.become(...ROLES.investor);
  await person.follow(`main a[href="/my/projects/${told.project}"]`);
  await person.follow('main a[href$="/matters"]');
  const matter = 'main button[name="matter"][value="environmental-impact-form-approval"]';
  await person.press(person.page.locator(matter), "way to the environmental form");
  await person.follow('main a[href$="/form"]');
  await person.send(FORM, { content_and_scale: STORY.project.scale, ...STORY.agent });
  await person.follow('main a[href$="/materials"]');
  await person.send('main form[action*="/materials/environmental-impact-form"]', { file: pdf("报告表.pdf") });
  await person.follow('main nav a[href^="/my/drafts/"], main a[href^="/my/drafts/"]');
  await person.follow(REVIEW);
  await person.send('main form[action$="/review"]');
  told.promised = person.here(/\/my\/submissions\/([\d-]+)$/);
  await person.follow(`main a[href="/my/cases/${told.promised}"]`);
  const form = 'main form[action$="/promise"]';
  await person.see("先受理，后补材料", "Accepted now, the rest to follow");
  await person.sendInVain(422, form, {});
  await person.see("没有勾选承诺", "The promise is not ticked");
  await person.send(form, { promise: true });
  await person.see("等待受理", "waiting for acceptance");
}

// A small project's soil form is decided by a rule, within the request.
export async function atOnce(person, told) {
  await person.become(...ROLES.investor);
  await person.follow(`main a[href="/my/projects/${told.project}"]`);
  await person.follow('main a[href$="/matters"]');
  const matter = 'main button[name="matter"][value="soil-conservation-registration"]';
  await person.press(person.page.locator(matter), "way to the soil form");
  await person.follow('main a[href$="/form"]');
  await person.send(FORM, { land_area: "20000", earthwork_volume: "3000", ...STORY.agent });
  await person.follow('main a[href$="/materials"]');
  const form = 'main form[action*="/materials/soil-conservation-registration-form"]';
  await person.send(form, { file: pdf("水土保持登记表.pdf") });
  await person.follow('main nav a[href^="/my/drafts/"], main a[href^="/my/drafts/"]');
  await person.follow(REVIEW);
  await person.send('main form[action$="/review"]');
  told.atOnce = person.here(/\/my\/submissions\/([\d-]+)$/);
  await person.follow(`main a[href="/my/cases/${told.atOnce}"]`);
  await person.see("规则成立，予以办结", "the rule holds: granted");
}

// What was promised is brought.
export async function keepPromise(person, told) {
  await person.become(...ROLES.investor);
  await person.follow(`main a[href="/my/cases/${told.promised}"]`);
  await person.see("补齐承诺的材料", "hand in what you promised");
  await person.send('main form[action*="/materials/emission-quota-document"]', { file: pdf("总量意见.pdf") });
  await person.send('main form[action$="/correction"]');
  await person.see("已提交，待确认", "came, to be looked at");
}

// The result is to come by post; an address that no courier finds is told at its form.
export async function choosePost(person, told) {
  await person.become(...ROLES.investor);
  await person.goto(`/my/cases/${told.promised}`);
  const form = 'main form[action$="/delivery"]';
  const address = { recipient: STORY.agent.agent, "recipient-phone": STORY.agent.phone };
  await person.sendInVain(422, form, { way: "post", ...address });
  await person.see("详细地址未填写", "The address is missing");
  await person.send(form, { way: "post", ...address, "recipient-address": STORY.address });
  await person.see("已选择，待作出决定", "chosen; the decision is awaited");
}

// The papers are here: that is the proof of it.
export async function confirmDelivery(person, told) {
  await person.become(...ROLES.investor);
  await person.goto(`/my/cases/${told.promised}`);
  await person.see("运输中", "in transit");
  await person.see(STORY.tracking);
  await person.send('main form[action$="/delivery/confirmation"]');
  await person.see("已签收", "received");
  await person.seeNo('main form[action$="/delivery/confirmation"]');
}

// A material changes while it is examined: what rests on it is asked again.
// Each step is asked about once it is behind; the office does not see by whom it is graded.
export async function grade(person, told) {
  await person.become(...ROLES.investor);
  await person.goto("/my");
  const asked = `main #to-grade a[href="/my/cases/${told.promised}#grading"]`;
  await person.reloadUntil(asked);
  await person.follow(asked);
  const form = 'main form[action$="/ratings"]';
  await person.send(form, { step: "delivery", grade: "satisfied", "grade-words": "寄得快" });
  await person.see("送达：满意", "delivery: satisfied");
}

export async function replace(person, told) {
  const number = person.found(/[\d]{4}-[\d]{6}/, told.planning);
  await person.become(...ROLES.investor);
  await person.goto(`/my/cases/${number}`);
  const form = 'main form[action*="/materials/design-scheme/replacement"]';
  await person.send(form, { "replacement-reason": STORY.change, file: pdf("总平面图（调整）.pdf") });
  await person.see("申请人替换材料", "A material was replaced");
  await person.see("意见重新征求", "asked again");
}

// The land is fixed and not obtained: what is assumed is recorded, and a review on it is asked for.
export async function simulate(person, told) {
  await person.become(...ROLES.investor);
  await person.follow(`main a[href="/my/projects/${told.project}"]`);
  const at = `/approvals/projects/${told.project}/assumptions`;
  await person.follow(`main a[href="${at}"]`);
  await person.see("无法律效力", "without legal effect");
  const assumed = { "assumed-plot_number": "善土2026-88", "assumed-height_limit": "24" };
  await person.sendInVain(422, `main form[action="${at}"]`, { ...assumed, "assumed-plot_area": "大", "assumed-source": "出让公告" });
  await person.send(`main form[action="${at}"]`, { ...assumed, "assumed-plot_area": "26600", "assumed-source": "出让公告" });
  await person.see("等待到位", "awaited");
  await person.follow(`main a[href="/my/projects/${told.project}/matters"]`);
  const matter = 'main button[name="matter"][value="construction-work-planning-permit"]';
  await person.press(person.page.locator(matter), "way to the planning permit");
  await person.follow('main a[href$="/form"]');
  await person.send(FORM, STORY.agent);
  await person.follow('main a[href$="/materials"]');
  await person.send('main form[action*="/materials/design-scheme"]', { file: pdf("设计方案.pdf") });
  await person.send('main form[action*="/materials/civil-air-defence-opinion"]', { file: pdf("人防意见.pdf") });
  await person.follow('main nav a[href^="/my/drafts/"], main a[href^="/my/drafts/"]');
  await person.follow(REVIEW);
  const asked = { land: "已公告挂牌，待竞买", "entry-number": "善项评〔2026〕7号" };
  await person.sendInVain(422, 'main form[action$="/simulation"]', { ...asked, "entry-day": "2099-12-31" });
  await person.see("项目准入评审", "passed the entry review");
  await person.send('main form[action$="/simulation"]', { ...asked, "entry-day": "2026-01-15" });
  await person.see("以意向、承诺替代", "assumed");
  told.simulated = person.here(/\/approvals\/simulations\/(M[\d-]+)$/);
}

// Every fact has arrived as assumed: the formal case is there by itself, and nobody has decided it.
export async function becomesFormal(person, told) {
  await person.become(...ROLES.investor);
  await person.follow('main a[href="/my/simulations"]');
  await person.follow(`main a[href="/approvals/simulations/${told.simulated}"]`);
  await person.reloadUntil('main a[href^="/approvals/cases/"]');
  await person.see("已转为正式办理", "became formal");
  await person.follow('main a[href^="/approvals/cases/"]');
  await person.see("假设条件全部到位", "Every assumed fact arrived as assumed");
}

// The conditions of the archive are promised where the application is checked.
export async function commit(person, told) {
  await person.become(...ROLES.investor);
  await person.send("form.roles-more", { role: ROLE_THAT_BUILDS });
  await person.goto("/my");
  await person.follow('main a[href^="/my/projects/"]');
  await person.follow('main a[href$="/matters"]');
  const matter = 'main button[name="matter"][value="construction-archive-acceptance"]';
  await person.press(person.page.locator(matter), "way to the archive");
  await person.follow('main a[href$="/form"]');
  await person.send(FORM, STORY.agent);
  await person.follow(REVIEW);
  const form = 'main form[action$="/review"]';
  await person.see("告知承诺的条件和后果", "What is promised, and what follows");
  await person.sendInVain(422, form, { way: "commitment" });
  await person.see("没有勾选承诺", "The promise is not ticked");
  await person.send(form, { "commitment-signed": true });
  told.committed = person.here(/\/my\/submissions\/([\d-]+)$/);
  await person.follow(`main a[href="/my/cases/${told.committed}"]`);
  await person.see("等待决定", "waiting for the decision");
}

// It was granted at once and looked at: what was promised was found.
export async function committed(person, told) {
  await person.become(...ROLES.investor);
  await person.send("form.roles-more", { role: ROLE_THAT_BUILDS });
  await person.goto(`/my/cases/${told.committed}`);
  await person.see("核查符合承诺", "found as promised");
}

// The plot is the investor's: its project is named, and the permits open with the reviewed papers.
export async function nameProject(person, told) {
  await person.become(...ROLES.investor);
  await person.follow('main a[href="/plots"]');
  await person.follow(`main a[href="/plots/${told.plot}"]`);
  await person.send('main form[action$="/project"]', { project: told.project });
  await person.reloadUntil('main #permits a[href^="/approvals/cases/"]', 2);
  const links = await person.page.locator('main #permits a[href^="/approvals/cases/"]').allInnerTexts();
  told.onPlot = links[links.length - 1].trim();
  await person.see("办理中", "being handled");
}
