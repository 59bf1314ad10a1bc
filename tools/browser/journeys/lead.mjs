// The lead office: the board of a package, a reminder, a joint review and its minutes.

import { LIST } from "./agreements.mjs";
import { ROLES, STORY } from "./story.mjs";


// What the review decided, wherever it is listed: it leads to where it is owed.
const OWED = `main a[href^="/agreements/"]:has-text("${STORY.decided.title}")`;

// The zone's day, which begins eight hours earlier.
function inDays(days) {
  return new Date(Date.now() + (days * 24 + 8) * 3600 * 1000).toISOString().slice(0, 10);
}

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
  // Who was called took part on the day of the review, and may owe what it decided.
  const asked = { "meets-on": inDays(0), "offices-ecology": true, "offices-water": true };
  await person.send('main form[action$="/reviews"]', { ...asked, "review-words": STORY.review });
  await person.see("召集联合会审", "Joint review called");
  const form = 'main form[action$="/minutes"]';
  const decided = { "title-0": STORY.decided.title, "owner-0": "ecology", "due-0": inDays(-2) };
  await person.sendInVain(422, form, { "review-minutes": STORY.minutes, ...decided });
  await person.see("完成期限已过", "is due has passed");
  await person.seeField("title-0", STORY.decided.title);
  await person.send(form, { "due-0": inDays(9) });
  await person.see(STORY.minutes);
  await person.reloadUntil(OWED);
}

// What the review decided is owed by its office, which says what it has done.
export async function report(person) {
  await person.become(...ROLES.ecology);
  await person.follow(LIST);
  await person.follow(OWED);
  await person.send('main form[action$="/obligations/decision-1/evidence"]', { words: STORY.decided.report });
  await person.see(STORY.decided.report);
}

// The board leads to it, and the lead office attests it.
export async function attest(person) {
  await board(person);
  await person.follow(OWED);
  await person.send('main form[action$="/obligations/decision-1/attestation"]');
  await person.see("确认履行", "fulfilled");
  await board(person);
  await person.see("确认履行", "fulfilled");
}

// It coordinates and decides nothing.
export async function decideNothing(person, told) {
  await person.become(...ROLES.lead);
  await person.follow(`main a[href="${told.planning}"]`);
  await person.seeNo('main form[action$="/grant"]');
  await person.seeNo('main form[action$="/denial"]');
}
