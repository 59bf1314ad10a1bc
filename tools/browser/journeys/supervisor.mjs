// The supervisor: the board of lights, down to the case and who holds it.

import { ROLES } from "./story.mjs";

export async function watch(person) {
  await person.become(...ROLES.supervisor);
  await person.follow('a[href="/supervision"]');
  await person.see("各部门红黄绿灯", "Lamps by office");
  await person.see("超期办件", "Overdue cases");
  await person.see("尚未说明", "not explained yet");
  await person.follow('main a[href^="/supervision?office=planning"]');
  await person.follow('main a[href^="/approvals/cases/"]');
  await person.see("已超期", "overdue");
  await person.seeNo('main form[action$="/grant"]');
}
