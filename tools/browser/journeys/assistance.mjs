// Assistance: the applicant gives a mandate, the assistant works in its name, the applicant sees what
// was done and takes the mandate back.

import { ROLES, STORY, pdf } from "./story.mjs";

// A day so many days from today, as a form takes it.
const ahead = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const FORM = 'main form[action$="/form"]';

export async function entrust(person, told) {
  await person.become(...ROLES.investor);
  await person.follow('main a[href="/my/assistance"]');
  const form = 'main form[action="/my/assistance"]';
  await person.sendInVain(422, form, { until: ahead(800) });
  await person.see("委托期限超过", "It would last longer than");
  await person.send(form, { until: ahead(100), "act-register": true });
  told.mandate = person.here(/\/my\/assistance\/([\w-]+)$/);
  await person.see("还没有代办记录", "Nothing yet");
}

// What the office of the demonstration asked for is next; then an application for the investor.
export async function assist(person, told) {
  await person.become(...ROLES.assistant);
  await person.follow('main a[href="/desk/assistance"]');
  await person.see("待补正", "to be corrected");
  await person.follow(`main a[href="/desk/assistance/${told.mandate}"]`);
  await person.send('main form[action$="/turn"]');
  await person.seeLink(`aside.assisting a[href="/desk/assistance/${told.mandate}"]`);
  await person.follow(`main a[href="/my/projects/${told.project}"]`);
  await person.follow('main a[href$="/matters"]');
  const sewage = person.page.locator('main button[name="matter"][value="sewage-connection-permit"]');
  await person.press(sewage, "way to the sewage permit");
  await person.follow('main a[href$="/form"]');
  await person.send(FORM, STORY.agent);
  await person.follow('main a[href$="/review"]');
  await person.send('main form[action$="/review"]');
  await person.see("代企业提交", "submitted it for you");
  told.assisted = person.here(/submissions\/([\d-]+)$/);
  await person.send('form[action="/desk/assistance/return"]');
  await person.seeNo('form[action="/desk/assistance/return"]');
}

// The mandate names it: a project of the investor, registered with its statement passed on.
export async function register(person, told) {
  await person.become(...ROLES.assistant);
  await person.follow('main a[href="/desk/assistance"]');
  await person.follow(`main a[href="/desk/assistance/${told.mandate}"]`);
  await person.send('main form[action$="/turn"]');
  await person.follow('main a[href="/my/registration"]');
  await person.see("受企业委托转达", "Passed on under its mandate");
  const form = 'main form[action="/my/registration"]';
  const { policy, ...unstated } = { ...STORY.project, ...STORY.entrusted };
  await person.sendInVain(422, form, unstated);
  await person.send(form, { policy });
  await person.see(STORY.entrusted.title);
  told.entrusted = person.here(/\/my\/projects\/([\d-]+)$/);
  await person.send('form[action="/desk/assistance/return"]');
}

export async function takeBack(person, told) {
  await person.become(...ROLES.investor);
  await person.follow('main a[href="/my/assistance"]');
  await person.follow(`main a[href="/my/assistance/${told.mandate}"]`);
  await person.seeLink(`main a[href="/my/projects/${told.entrusted}"]`);
  await person.follow(`main a[href="/my/cases/${told.assisted}"]`);
  await person.see("受企业委托", "under the enterprise's mandate");
  await person.follow('main a[href="/my"]');
  await person.follow('main a[href="/my/assistance"]');
  await person.follow(`main a[href="/my/assistance/${told.mandate}"]`);
  await person.send('main form[action$="/revocation"]');
  await person.see("企业已撤销", "revoked by the enterprise");
}

// Whoever brings a signed paper: the window records it with its scan.
export async function onPaper(person) {
  await person.become(...ROLES.hall);
  await person.follow('main a[href="/hall"]');
  await person.follow('main a[href="/hall/mandates"]');
  await person.send('main form[action="/hall/mandates"]', { code: STORY.investorsCode });
  const form = `main form[action^="/hall/mandates/${STORY.investorsCode}"]`;
  await person.send(form, { until: ahead(100), paper: "委托书 2026-3", scan: pdf("委托书.pdf") });
  await person.see("还剩", "days left");
}
