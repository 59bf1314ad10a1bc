// The one window: who came for what, and what is told of it to anybody.

import { ROLES, STORY, pdf } from "./story.mjs";

// Somebody comes, and on another day comes again: the second visit is flagged before it is recorded.
export async function recordVisits(person) {
  await person.become(...ROLES.hall);
  await person.follow('main a[href="/hall"]');
  await person.send('main form[action="/hall"]', { number: "2026-P00001" });
  await person.follow('main a[href="/hall/visits/2026-P00001"]');
  await person.see("还没有跑过", "nobody had to come yet");
  const form = 'main form[action$="/records"]';
  await person.send(form, { cause: "submit", way: "hall", on: "2026-01-08" });
  await person.see("跑了一次", "one visit");
  const again = { cause: "sign_or_identify", way: "hall", "required-by": "planning", on: "2026-01-09" };
  await person.sendInVain(422, form, again);
  await person.see("再次到场须写明原因", "once more needs a reason");
  await person.send(form, { ...again, "visit-reason": "原件核对" });
  await person.see("超过一次", "more than one visit");
}

// Without an account one leaves a telephone, which is shown to nobody.
export async function book(person) {
  await person.become(...ROLES.visitor);
  await person.follow('main a[href="/guides"]');
  await person.follow('main a[href="/guides/construction-work-planning-permit"]');
  await person.follow('main a[href^="/hall/tickets"]');
  const form = 'main form[action="/hall/tickets/appointments"]';
  await person.sendInVain(422, form, { cause: "advice", phone: "12" });
  await person.see("手机号格式有误", "This is no telephone");
  await person.send(form, { cause: "advice", phone: "13805730009" });
  await person.see("已预约", "booked");
  await person.see("前面还有几人", "how many are before you");
}

// Whoever is served for a package has come for it; once more needs a reason before it is noted.
export async function serve(person) {
  await person.become(...ROLES.hall);
  await person.follow('main a[href="/hall/queue"]');
  await person.send('main form[action="/hall/queue/draws"]', { "draw-cause": "collect" });
  await person.send('main form[action="/hall/queue/calls"]');
  await person.see("已叫号", "called");
  const form = 'main form[action="/hall/queue/services"]';
  const came = { case: "2026-P00001", cause: "hall_check", "required-by": "planning" };
  await person.sendInVain(422, form, came);
  await person.see("再次到场须写明原因", "once more needs a reason");
  await person.send(form, { ...came, "visit-reason": "原件核对" });
  await person.see("已登记", "Noted");
  await person.send('main form[action="/hall/queue/closings"]');
  await person.see("没有人在等", "Nobody waits");
}

// Somebody comes with papers: typed at the desk, scanned, the receipt printed, handed to the office.
export async function receive(person, told) {
  await person.become(...ROLES.hall);
  await person.follow('main a[href="/hall/receiving"]');
  await person.follow('main a[href="/hall/receiving/construction-land-planning-permit"]');
  const form = 'main form[action="/hall/receiving/construction-land-planning-permit"][method="post"]';
  const brought = { land_area: "52000", land_use: "工业", ...STORY.agent };
  await person.sendInVain(422, form, { "of-project": "2026-999999", ...brought });
  await person.see("没有这个编号的项目", "No project has this number");
  await person.send('main form[role="search"]', { "of-project": "2026-000010" });
  await person.see("没有本表要填的内容", "knows nothing that this form asks");
  await person.send(form, { "of-project": "2026-000010", ...brought });
  await person.see("材料和扫描件", "Materials and scans");
  told.received = person.here(/cases\/([\d-]+)/);
  // Whoever comes for the same project again is not asked for what was told just now.
  const again = "/hall/receiving/construction-land-planning-permit?of-project=2026-000010";
  await person.goto(again);
  await person.see("不必再问", "instead of asking again");
  await person.goto(`/hall/cases/${told.received}`);
  await person.send("main form.upload[enctype]", { file: [pdf("scan.pdf")] });
  await person.see("材料和扫描件", "Materials and scans");
  await person.reloadUntil('main a[href$="/paper"]');
  await person.see("跑了一次", "one visit");
  await person.follow('main a[href^="/hall/slips?"]');
  await person.send('main form[action="/hall/slips"]');
  await person.see("待签收", "waits");
  told.slip = person.here(/slips\/([\w-]+)/);
}

// A stage at once: the project and its matters first, then one form; a scan serves in every case, and
// what was put in before is used again.
export async function receiveStage(person, told) {
  await person.become(...ROLES.hall);
  await person.goto("/hall/receiving");
  await person.follow('main a[href="/hall/receiving/stages/2"]');
  const choose = 'main form[role="search"]';
  await person.send(choose, { "of-project": "2026-000010" });
  await person.see("请勾选要一起申请的事项", "Tick what is applied for together");
  const matters = { "matter-design-scheme-review": true, "matter-construction-work-planning-permit": true };
  await person.send(choose, matters);
  await person.see("不必再问", "instead of asking again");
  const form = 'main form[action="/hall/receiving/stages/2"][method="post"]';
  const brought = { "brought-design-scheme": true, ...STORY.agent };
  await person.sendInVain(422, form, { ...brought, floor_area: "很大" });
  await person.send(form, { ...brought, floor_area: "90000" });
  await person.see("全部事项共用", "for all of it");
  told.stage = person.here(/packages\/([\w-]+)/);
  await person.send("#design-scheme form.upload[enctype]", { file: [pdf("scheme.pdf")] });
  await person.reloadUntil('main a[href^="/hall/slips?"]');
  await person.see("跑了一次", "one visit");
  await person.reloadUntil('main a[href$="/paper"]');
}

// The same enterprise comes again: what it put in serves by reference, and by post nobody came.
export async function reuse(person) {
  await person.become(...ROLES.hall);
  const matter = "/hall/receiving/construction-work-planning-permit";
  await person.goto(`${matter}?of-project=2026-000010`);
  const form = `main form[action="${matter}"][method="post"]`;
  await person.send(form, { came: "post", "brought-design-scheme": true, ...STORY.agent });
  await person.see("还没有跑过", "nobody had to come yet");
  await person.send('#design-scheme form[action$="/reuse"]');
  await person.see("可用", "usable");
}

export async function acknowledge(person, told) {
  await person.become(...ROLES.planning);
  await person.follow('main a[href="/hall/slips"]');
  await person.follow(`main a[href="/hall/slips/${told.slip}"]`);
  await person.send('main form[action$="/acknowledgement"]');
  await person.see("已签收", "acknowledged");
}

export async function readFigures(person) {
  await person.become(...ROLES.visitor);
  await person.follow('main a[href="/figures/at-most-one"]');
  await person.follow('main a[href="/visits"]');
  await person.see("签字、核验身份", "signs or shows who one is");
  await person.see("零次率", "nobody came");
}

// A bad grade that the demonstration has is called back and closed.
export async function callBack(person) {
  await person.become(...ROLES.hall);
  await person.follow('main a[href="/hall/call-backs"]');
  await person.see("电话一直占线", "Bad grades to call back");
  const form = 'main form[action="/hall/call-backs/calls"]';
  await person.sendInVain(422, form, { "call-words": " " });
  await person.send(form, { "call-words": "已电话回访" });
  const close = 'main form[action="/hall/call-backs/closings"]';
  await person.send(close, { outcome: "explained", "close-words": "已说明咨询电话" });
  await person.see("没有待回访的差评", "No bad grade is open");
}
