// A person before the browser: what one does there, and what one must see.
//
// A person presses what is on the page and nothing else. Every answer, every complaint of the
// console and every broken content policy counts as a flaw, unless it was expected.

import { LANGUAGES, openWindow } from "./browser.mjs";
import { Keys, Mouse } from "./hands.mjs";

const PATIENCE = 20_000; // milliseconds for one step, on a machine that has other work
const SHORTEST_PAUSE = 100; // milliseconds before something is looked for again; each is longer
const STOPS_BACK = 3; // of one page in the browser's history
const LONGEST_PAUSE = 4_000; // together twelve seconds
const PATIENCE_FOR_A_FORM = 120_000; // filled in by keys, letter by letter

export class Flaw extends Error {}

export class Person {
  // Opens a window; with `script` off, the browser runs none; `byKeys`, nothing is clicked.
  static async sitDown(browser, { base, language, script, byKeys, width = 1180, prepared }) {
    const person = new Person();
    const context = await openWindow(browser, { language, script, width });
    context.setDefaultTimeout(PATIENCE);
    await prepared?.(context);
    Object.assign(person, { base, language, context, complaints: [], expected: [], seen: 0 });
    person.page = await context.newPage();
    person.hand = byKeys ? new Keys(person.page) : new Mouse(person.page);
    person.page.on("console", (message) => {
      if (message.type() === "error") person.complain(message.text());
    });
    person.page.on("pageerror", (error) => person.complain(String(error)));
    person.page.on("response", (response) => {
      if (response.status() >= 400) person.complain(`status of ${response.status()}: ${response.url()}`);
    });
    return person;
  }

  async stand() {
    await this.context.close();
  }

  // After a journey that failed, the next begins without its complaints.
  forget() {
    this.complaints.length = 0;
    this.expected.length = 0;
  }

  // A refusal that was asked for is no flaw: the answer, and what the console says of it.
  complain(text) {
    if (!this.expected.some((status) => text.includes(`status of ${status}`))) this.complaints.push(text);
  }

  say(zh, en) {
    return this.language === "zh" ? zh : en;
  }

  // Takes a role by its button in the bar above the page; without one, is a visitor again.
  async become(zh, en) {
    await this.goto("/");
    const name = this.say(zh, en);
    const buttons = this.page.locator("form.roles-ways button");
    // One role's name may end another's: 窗口, 综合窗口.
    const whole = new RegExp(`^\\s*${name}\\s*$`);
    await this.press(buttons.filter({ hasText: whole }).first(), `the role ${name}`);
  }

  // Opens an address as one that was handed on; inside a journey people follow links.
  async goto(path) {
    await this.page.goto(new URL(path, this.base).href, { waitUntil: "load" });
    await this.look();
  }

  // By keys, a skip link that was taken is a stop on the way back.
  async back(path) {
    for (let left = STOPS_BACK; left > 0 && this.where() !== path; left -= 1) {
      await this.page.goBack({ waitUntil: "load" });
    }
    await this.arrived(path);
  }

  async forth(path) {
    await this.page.goForward({ waitUntil: "load" });
    await this.arrived(path);
  }

  async reload() {
    await this.page.reload({ waitUntil: "load" });
    await this.look();
  }

  async arrived(path) {
    if (this.where() !== path) throw new Flaw(`${this.where()}: the browser's way leads to ${path}`);
    await this.look();
  }

  async follow(selector) {
    await this.press(this.page.locator(selector).first(), selector);
  }

  async press(locator, name) {
    if ((await locator.count()) === 0) throw new Flaw(`${this.where()}: there is no ${name}`);
    await Promise.all([this.page.waitForEvent("load"), this.hand.press(locator)]);
    await this.look();
  }

  // Fills fields by their names and sends their form. A list of files goes into a file field.
  async send(selector, fields = {}, button = 'button[type="submit"]') {
    const form = this.page.locator(selector).first();
    if ((await form.count()) === 0) throw new Flaw(`${this.where()}: there is no form ${selector}`);
    await this.unfold(form);
    for (const [name, value] of Object.entries(fields)) await this.fill(form, name, value);
    await this.press(form.locator(button).first(), `button in ${selector}`);
  }

  // Sends a form that must come back with this status.
  async sendInVain(status, selector, fields, button) {
    this.expected.push(status);
    // A draft that saves itself while one types is answered too, and is no answer to the form.
    const isSent = (response) => response.request().method() === "POST" && response.request().isNavigationRequest();
    const answered = this.page.waitForResponse(isSent, { timeout: PATIENCE_FOR_A_FORM });
    const [answer] = await Promise.all([answered, this.send(selector, fields, button)]);
    if (answer.status() !== status) {
      throw new Flaw(`${this.where()}: answered ${answer.status()}, expected ${status}`);
    }
    this.expected.pop();
  }

  async unfold(form) {
    const folded = form.locator("xpath=ancestor::details[not(@open)]");
    for (let left = await folded.count(); left > 0; left -= 1) {
      await this.hand.press(folded.first().locator("> summary"));
    }
  }

  async fill(form, name, value) {
    const field = form.locator(`[name="${name}"]`);
    if ((await field.count()) === 0) throw new Flaw(`${this.where()}: there is no field ${name}`);
    const kind = await field.first().getAttribute("type");
    const tag = await field.first().evaluate((element) => element.tagName);
    if (kind === "file") await this.hand.hand(field.first(), value);
    else if (kind === "checkbox" && value === true) await this.hand.tick(field.first());
    else if (kind === "checkbox" || kind === "radio") {
      for (const one of [value].flat()) await this.hand.tick(form.locator(`[name="${name}"][value="${one}"]`));
    } else if (tag === "SELECT") await this.hand.pick(field.first(), value);
    else await this.hand.type(field.first(), value);
  }

  // What must stand on the page, in the language of the person.
  async see(zh, en = zh) {
    const text = this.say(zh, en);
    this.seen += 1;
    const shown = await this.page.locator("main").innerText();
    if (!shown.includes(text)) throw new Flaw(`${this.where()}: does not say “${text}”: ${shown.replace(/\s+/g, " ").slice(0, 200)}`);
  }

  // What comes about by itself, such as a receipt, is there after some reloads.
  async reloadUntil(selector, wanted = 1) {
    const there = () => this.page.locator(selector).count();
    for (let pause = SHORTEST_PAUSE; pause < LONGEST_PAUSE && (await there()) < wanted; pause *= 1.5) {
      await this.page.waitForTimeout(pause);
      await this.goto(this.where());
    }
    this.seen += 1;
    if ((await there()) < wanted) throw new Flaw(`${this.where()}: no ${wanted} × ${selector} came`);
  }

  async seeField(name, value) {
    this.seen += 1;
    const kept = await this.page.locator(`main [name="${name}"]`).first().inputValue();
    if (kept !== value) throw new Flaw(`${this.where()}: ${name} holds “${kept}”, not “${value}”`);
  }

  async seeNo(selector) {
    this.seen += 1;
    if ((await this.page.locator(selector).count()) > 0) {
      throw new Flaw(`${this.where()}: there is a ${selector}, which should be gone`);
    }
  }

  async seeLink(selector) {
    this.seen += 1;
    if ((await this.page.locator(selector).count()) === 0) {
      throw new Flaw(`${this.where()}: there is no ${selector}`);
    }
  }

  // How something is named in the address, or in a link on the page.
  here(pattern) {
    return this.found(pattern, new URL(this.page.url()).pathname);
  }

  found(pattern, text) {
    const match = text.match(pattern);
    if (!match) throw new Flaw(`${this.where()}: nothing like ${pattern} in ${text.slice(0, 200)}`);
    return match[1] ?? match[0];
  }

  async text(selector = "main") {
    return this.page.locator(selector).first().innerText();
  }

  async href(selector) {
    return this.page.locator(selector).first().getAttribute("href");
  }

  where() {
    return new URL(this.page.url()).pathname;
  }

  // Every page: one heading, and in the language that was asked for.
  async look() {
    const headings = await this.page.locator("h1").count();
    const lang = await this.page.locator("html").getAttribute("lang");
    this.seen += 1;
    if (headings !== 1) throw new Flaw(`${this.where()}: ${headings} headings of the first rank`);
    if (lang !== LANGUAGES[this.language]) throw new Flaw(`${this.where()}: <html lang="${lang}">`);
    if (this.complaints.length > 0) {
      throw new Flaw(`${this.where()}: ${this.complaints.splice(0).join("; ")}`);
    }
  }
}
