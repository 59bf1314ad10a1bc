// The administrator: health, packs, posts; an account is opened, appointed, disabled, enabled.

import { ROLES } from "./story.mjs";

const NAME = "zhao-min";

export async function look(person) {
  await person.become(...ROLES.administrator);
  await person.see("台账和写入", "Ledger and writing");
  await person.follow('main a[href="/admin/catalogue"]');
  await person.follow('main a[href^="/admin/catalogue/"]');
  await person.see("生效版本", "In force");
  await person.become(...ROLES.administrator);
  await person.follow('main a[href="/people/posts"]');
  await person.see("督查", "supervising the zone");
}

export async function openAccount(person) {
  await person.become(...ROLES.administrator);
  await person.follow('main a[href="/people/accounts"]');
  const form = 'main form[action="/people/accounts"][method="post"]';
  const wanted = { name: NAME, person: "赵敏" };
  await person.sendInVain(422, form, { ...wanted, password: "short" });
  await person.seeField("name", NAME);
  await person.send(form, { ...wanted, password: "Kaiyuan-2026-first" });
  await person.goto(`/people/accounts/${NAME}`);

  // A post has one holder: the one before is relieved first.
  const appointment = ['main form[action$="/appointments"]', { post: "water/reviewer" }];
  await person.sendInVain(409, ...appointment);
  await person.follow('main a[href="/people/accounts"]');
  await person.follow('main a[href="/people/accounts/water-reviewer"]');
  await person.send('main form[action$="/relief"]', { "relief-reason": "轮岗" });
  await person.follow('main a[href="/people/accounts"]');
  await person.follow(`main a[href="/people/accounts/${NAME}"]`);
  await person.send(...appointment);
  await person.seeLink('main form[action$="/relief"]');
}

export async function disable(person) {
  const known = { name: NAME, password: "Kaiyuan-2026-first" };
  await person.become(...ROLES.administrator);
  await person.follow('main a[href="/people/accounts"]');
  await person.follow(`main a[href="/people/accounts/${NAME}"]`);
  await person.send('main form[action$="/disabling"]', { reason: "借调期满" });
  await person.see("已停用", "disabled");

  await person.become(...ROLES.visitor);
  await person.follow('a[href^="/sign-in"]');
  await person.sendInVain(403, 'main form[action="/sign-in"]', known);

  await person.become(...ROLES.administrator);
  await person.follow('main a[href="/people/accounts"]');
  await person.follow(`main a[href="/people/accounts/${NAME}"]`);
  await person.send('main form[action$="/enabling"]', { reason: "继续借调" });
  await person.see("正常", "enabled");

  await person.become(...ROLES.visitor);
  await person.follow('a[href^="/sign-in"]');
  await person.send('main form[action="/sign-in"]', known);
  await person.send('main form[action="/me/password"]', {
    old: known.password,
    new: "Kaiyuan-2026-second",
    again: "Kaiyuan-2026-second",
  });
}
