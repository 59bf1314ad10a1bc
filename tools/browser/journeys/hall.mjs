// The one window: who came for what, and what is told of it to anybody.

import { ROLES } from "./story.mjs";

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
