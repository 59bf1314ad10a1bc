// How results come when it does not go as planned: what came back is sent once more, what waits at the
// counter is handed out there.

import { ROLES } from "./story.mjs";

const CONSTRUCTION = {
  zh: "住房和城乡建设局 审批岗",
  en: "Housing and Urban-Rural Development Bureau, Reviewer",
};

// Lost, and lost once more: the address is looked at again, packed and sent under a number of its own.
export async function sendAgain(person) {
  await person.become(...ROLES.planning);
  await person.follow('main a[href="/todo/deliveries"]');
  await person.follow('main a[href="/todo/deliveries?of=back"]');
  await person.follow('main a[href$="/delivery"]');
  await person.send('main form[action$="/delivery/resending"]');
  await person.see("待寄出", "to be packed");
  const packing = 'main form[action$="/delivery/packing"]';
  await person.send(packing, { "papers-0": true });
  const sent = { courier: "演示速递", tracking: "DEMO20260988" };
  await person.send('main form[action$="/delivery/hand-over"]', sent);
  await person.see("DEMO20260988");
  const news = 'main form[action$="/delivery/news"]';
  await person.send(news, { news: "returned", "news-words": "收件人搬迁" });
  await person.see("退回", "Returned");
}

// It waits at the counter: the hall finds it by its number and hands it out against an identity card.
export async function handOut(person, told) {
  await person.become(...ROLES.visitor);
  const others = person.page.locator("form.roles-more");
  const name = person.say(CONSTRUCTION.zh, CONSTRUCTION.en);
  await others.locator("select").selectOption({ label: name });
  await person.press(others.locator("button").first(), `the role ${name}`);
  await person.goto("/todo/deliveries?of=counter");
  const waiting = 'main a[href$="/delivery"]';
  told.waiting = person.found(/\/cases\/([^/]+)\/delivery/, await person.href(waiting));
  await person.become(...ROLES.hall);
  await person.follow('main a[href="/todo/deliveries"]');
  await person.send('main form[action="/todo/deliveries"]', { number: told.waiting });
  const form = `main form[action="/hall/cases/${told.waiting}/collection"]`;
  await person.sendInVain(422, form, { collector: "周明哲", identity: "id_card", signature: " " });
  await person.send(form, { collector: "周明哲", identity: "id_card", signature: "签收单2026-31" });
  await person.seeNo(form);
}
