// The founder: registers as a person, applies once, and sees each link; the hall handles them.

import { ROLES } from "./story.mjs";

const BUNDLE = "/bundles/start-a-business";
const LINK = (certificate, act) => `main form[action$="/links/${certificate}/${act}"]`;

const SECRET = "a-good-password-7";

const ANSWERS = {
  signs: "online",
  collect: "post",
  is_branch: "no",
  enterprise_name: "嘉善示例轴承销售有限公司",
  registered_capital: "1000000",
  address: "惠民街道示例路51号",
  address_basis: "commitment",
  business_scope: "轴承销售",
  industry: "51",
  foreign_invested: "no",
  seals: "set",
  bank: "嘉善农村商业银行",
};

// Each variant of the story runs on its own demonstration: one name serves all.
export async function found(person, told) {
  await person.become(...ROLES.visitor);
  await person.goto("/sign-in");
  await person.follow('main a[href="/register/person"]');
  await person.send('main form[action="/register/person"]', {
    agent: "林晓彤",
    "agent-name": "lin-xt",
    password: SECRET,
    again: SECRET,
  });
  await person.see("还没有申请", "There is none yet");
  await person.follow('main a[href="/bundles"]');
  await person.seeLink(`main a[href="${BUNDLE}"]`);
  await person.goto(`${BUNDLE}/plan?with-business-licence=yes&with-seal=yes&with-bank-account=yes`);
  await person.follow(`main a[href^="${BUNDLE}/application?"]`);
  const form = `main form[action="${BUNDLE}/application"]`;
  await person.sendInVain(422, form, { enterprise_name: "" });
  await person.send(form, {
    ...ANSWERS,
    "paper-registration-application": true,
    "paper-articles-of-association": true,
    "paper-founders-identity": true,
    "paper-address-commitment": true,
    "paper-account-opening-authority": true,
    agent: "林晓彤",
    phone: "13600136001",
  });
  await person.see("办理中", "in hand");
  told.application = new URL(person.page.url()).pathname;
}

// One receipt for all of it, which anybody may check and which names nobody.
export async function receipt(person, { application }) {
  await person.goto(application);
  const link = 'main a[href^="/verify/"]';
  await person.reloadUntil(link);
  await person.follow(link);
  await person.see("开收");
}

async function atTheHall(person) {
  await person.become(...ROLES.visitor);
  const others = person.page.locator("form.roles-more");
  const name = person.say("行政服务中心 审批岗", "Administrative Service Center, Reviewer");
  await others.locator("select").selectOption({ label: name });
  await person.press(others.locator("button").first(), `the role ${name}`);
  await person.goto("/applications");
}

async function signIn(person) {
  await person.become(...ROLES.visitor);
  await person.goto("/sign-in");
  await person.send('main form[action="/sign-in"]', { name: "lin-xt", password: SECRET });
}

export async function handle(person, { application }) {
  await atTheHall(person);
  await person.follow(`main a[href^="${application}"]`);
  const licence = LINK("business-licence", "conclusion");
  await person.sendInVain(422, licence, { document: "330421000399001", "credit-code": "123" });
  // Nothing was uploaded: the licence is done on originals that the hall saw, or not at all.
  const told = { document: "330421000399001", "credit-code": "91330421MACX031701" };
  await person.sendInVain(422, licence, told);
  await person.send(licence, { ...told, "originals-seen": true });
  await person.send(LINK("seal", "push"), { reference: "推2026-0399" });
  await person.send(LINK("seal", "return"), { reason: "印章样式不清" });
  await person.see("退回", "sent back");
}

// The founder's bank opens the account on its own: that link is given up, and the others go on.
export async function giveUp(person, told) {
  await signIn(person);
  await person.goto(told.application);
  await person.send(LINK("bank-account", "abandonment"), { reason: "自行到银行开户" });
  await person.see("已放弃", "given up");
  await person.seeNo(LINK("bank-account", "abandonment"));
}

export async function finish(person, told) {
  await atTheHall(person);
  // It is the founder's turn: the hall's list does not hold it, and its page offers nothing to do.
  await person.seeNo(`main a[href^="${told.application}"]`);
  await person.goto(told.application);
  await person.seeNo(LINK("seal", "conclusion"));
}

// The founder mends it, and it is refused all the same: with reasons and the way to appeal, or not at
// all. One result goes back, which says what did not come about.
export async function refuse(person, told) {
  await signIn(person);
  await person.goto(told.application);
  const mending = LINK("seal", "correction");
  await person.sendInVain(422, mending, { words: " " });
  await person.send(mending, { words: "换了样式", "seal-seals": "basic" });
  await atTheHall(person);
  await person.goto(told.application);
  await person.send(LINK("seal", "push"), { reference: "推2026-0400" });
  const refusal = { document: "不予2026-0400", reasons: "印章样式违反规定" };
  await person.sendInVain(422, LINK("seal", "refusal"), { ...refusal, appeal: " " });
  await person.send(LINK("seal", "refusal"), { ...refusal, appeal: "60日内向县人民政府申请复议" });
  await person.see("全部办结：办成1项，未办成2项", "all ended: 1 done, 2 not");
  await person.see("不服的，可以：", "To appeal: ");
}

// It comes by post, as the form says: the founder tells where to, the hall sends every document of it,
// and concludes the application once the founder has it.
export async function receive(person, told) {
  await signIn(person);
  await person.goto(told.application);
  const choice = `main form[action="${told.application}/delivery-choice"]`;
  await person.reloadUntil(choice);
  await person.see("收件信息待填写", "where to is still to be told");
  const recipient = { way: "post", recipient: "林晓彤", "recipient-phone": "13600136001" };
  await person.sendInVain(422, choice, recipient);
  await person.see("详细地址未填写", "The address is missing");
  await person.send(choice, { ...recipient, "recipient-address": "嘉善县惠民街道示例路51号" });
  await atTheHall(person);
  await person.goto("/todo/deliveries");
  await person.follow(`main a[href="${told.application}/delivery"]`);
  const packing = 'main form[action$="/delivery/packing"]';
  await person.reloadUntil(packing);
  await person.send(packing, { "papers-0": true, "papers-1": true });
  const sent = { courier: "演示速递", tracking: "DEMO20260399" };
  await person.send('main form[action$="/delivery/hand-over"]', sent);
  await person.see("已揽收", "with the courier");
  await signIn(person);
  await person.goto(told.application);
  await person.see("DEMO20260399");
  await person.send(`main form[action="${told.application}/delivery-confirmation"]`);
  await person.see("已签收", "received");
  await atTheHall(person);
  await person.goto(told.application);
  const conclusion = `main form[action="${told.application}/conclusion"]`;
  await person.reloadUntil(conclusion);
  await person.send(conclusion);
  await person.see("已归档", "concluded");
}

// Each step is graded once: who handled it does not see by whom.
export async function grade(person, told) {
  await signIn(person);
  await person.goto(told.application);
  const form = `main form[action="${told.application}/ratings"]`;
  for (const step of ["receipt", "decision", "delivery"]) {
    await person.send(form, { step, grade: "satisfied", "grade-words": "办得快" });
    await person.see("满意", "satisfied");
  }
  await person.seeNo(form);
}
