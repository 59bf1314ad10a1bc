// Officers of three organs, each on its own case of one package: an opinion, two decisions, a
// delivery.

import { ROLES, STORY } from "./story.mjs";

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
