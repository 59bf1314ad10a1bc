// The lead office: the board of a package, a reminder, a joint review and its minutes.

import { ROLES, STORY } from "./story.mjs";

async function board(person) {
  await person.become(...ROLES.lead);
  await person.follow('main a[href="/todo/packages"]');
  await person.see("2026-P00002");
  await person.follow('main a[href="/approvals/packages/2026-P00002/desk"]');
}

export async function remind(person) {
  await board(person);
  await person.see("各部门进度", "Office by office");
  await person.see("关键路径", "Critical path");
  const form = 'main form[action$="/reminders"]';
  await person.sendInVain(422, form, { reminded: "water", reminder: " " });
  await person.send(form, { reminded: "water", reminder: STORY.reminder });
  await person.see(STORY.reminder);
}

export async function convene(person) {
  await board(person);
  const day = new Date(Date.now() + 48 * 3600 * 1000).toISOString().slice(0, 10);
  const asked = { "meets-on": day, "offices-planning": true, "offices-water": true };
  await person.send('main form[action$="/reviews"]', { ...asked, "review-words": STORY.review });
  await person.see("召集联合会审", "Joint review called");
  await person.send('main form[action$="/minutes"]', { "review-minutes": STORY.minutes });
  await person.see(STORY.minutes);
}

// It coordinates and decides nothing.
export async function decideNothing(person, told) {
  await person.become(...ROLES.lead);
  await person.follow(`main a[href="${told.planning}"]`);
  await person.seeNo('main form[action$="/grant"]');
  await person.seeNo('main form[action$="/denial"]');
}
