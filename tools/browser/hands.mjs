// What a person works a page with: a mouse, or a keyboard and nothing else (纯键盘操作).
//
// By keys, a person walks from one thing to the next with Tab and looks where the focus is at each
// stop: it must move, be seen, and lead to every thing that the journey needs. What stands in the
// page itself is reached by its skip link, as people do who know it.
//
// Every function that is handed to `evaluate` runs in the page and knows nothing of this file.

import { focusFlaw } from "./states.mjs";

const ROUNDS = 2; // times through the whole page before a thing counts as out of reach
const PARTS_OF_A_DATE = 5; // stops within one field of a date: its parts and its calendar
const MOST_CHOICES = 300; // of one list
// What is asked at each stop: a walk has thousands of them, so it is one question.
const STEP = new Function("element", `return (${arrived})(element, ${focusFlaw})`);

export class Mouse {
  constructor(page) {
    this.page = page;
  }

  press(locator) {
    return locator.click();
  }

  type(field, value) {
    return field.fill(value);
  }

  tick(field) {
    return field.check();
  }

  pick(field, value) {
    return field.selectOption(value);
  }

  hand(field, file) {
    return field.setInputFiles(file);
  }
}

export class Keys {
  constructor(page) {
    Object.assign(this, { page, stops: 0 });
    // Listened for from the beginning: what opens while nobody listens is the system's own window.
    page.on("filechooser", (chooser) => this.chosen(chooser.setFiles(this.file)));
  }

  async press(locator) {
    await this.reach(locator);
    await this.page.keyboard.press("Enter");
  }

  async type(field, value) {
    await this.reach(field);
    if ((await field.getAttribute("type")) === "date") await this.typeDate(value);
    else {
      await this.page.keyboard.press("Control+A");
      await this.page.keyboard.press("Delete");
      await this.page.keyboard.type(value);
    }
    await this.mustHold(field, value);
  }

  // The parts of a day, in the order of the browser's own language; each full one leads to the next.
  async typeDate(value) {
    const [year, month, day] = value.split("-");
    await this.page.keyboard.type(`${month}${day}${year}`);
  }

  // Of several choices the keyboard reaches one; from there the arrows go on.
  async tick(field) {
    if (await field.isChecked()) return;
    const isRadio = (await field.getAttribute("type")) === "radio";
    if (isRadio) await this.reachGroup(field);
    else await this.reach(field);
    if (!(await field.isChecked())) await this.page.keyboard.press("Space");
    if (!(await field.isChecked())) throw new Error(`no key ticks ${await outside(field)}`);
  }

  async reachGroup(field) {
    const name = await field.getAttribute("name");
    const group = field.locator(`xpath=ancestor::form//input[@type="radio"][@name="${name}"]`);
    const first = group.and(this.page.locator(":checked"));
    await this.reach((await first.count()) > 0 ? first : group.first());
    const size = await group.count();
    for (let at = 0; at < size && !(await field.evaluate(isFocused)); at += 1) {
      await this.page.keyboard.press("ArrowDown");
    }
  }

  async pick(field, value) {
    await this.reach(field);
    await this.page.keyboard.press("Home");
    for (let at = 0; at < MOST_CHOICES && (await field.inputValue()) !== value; at += 1) {
      await this.page.keyboard.press("ArrowDown");
    }
    await this.mustHold(field, value);
  }

  async hand(field, file) {
    this.file = file;
    await this.reach(field);
    const chosen = new Promise((done) => (this.chosen = done));
    await Promise.all([chosen, this.page.keyboard.press("Enter")]);
  }

  async mustHold(field, value) {
    const held = await field.inputValue();
    if (held !== value) throw new Error(`by keys ${await outside(field)} holds “${held}”, not “${value}”`);
  }

  // Walks until the thing has the focus: backwards where it stands before.
  async reach(locator) {
    const { way, isSkipped } = await locator.evaluate(wayTo);
    if (isSkipped) await this.skip();
    const wanted = await locator.elementHandle();
    try {
      if (way !== "here") await this.walkTo(wanted, way === "back" ? "Shift+Tab" : "Tab");
    } finally {
      await wanted.dispose();
    }
  }

  async walkTo(wanted, key) {
    let stays = 0;
    await wanted.evaluate(setOut);
    for (let rounds = 0; ; ) {
      await this.page.keyboard.press(key);
      const step = await wanted.evaluate(STEP);
      this.stopped(step.flaw);
      if (step.isHere) return;
      stays = step.isSame ? stays + 1 : 0;
      if (stays > (step.isDate ? PARTS_OF_A_DATE : 0)) throw new Error(`a trap at ${step.at}`);
      if (step.isAround) rounds += 1;
      if (rounds === ROUNDS) throw new Error(`no key reaches ${await outside(wanted)}`);
    }
  }

  // The first stop of a page leads past what all pages have.
  async skip() {
    await this.page.keyboard.press("Tab");
    await this.look();
    const isThere = await this.page.evaluate(() => document.activeElement.matches("a.jump"));
    if (!isThere) throw new Error("the first stop of the page does not skip to its content");
    await this.page.keyboard.press("Enter");
  }

  async look() {
    this.stopped(await this.page.evaluate(focusFlaw));
  }

  stopped(flaw) {
    this.stops += 1;
    if (flaw) throw new Error(`by keys: ${flaw}`);
  }
}

function outside(locator) {
  return locator.evaluate((element) => element.outerHTML.slice(0, 100));
}

function isFocused(element) {
  return document.activeElement === element;
}

// Where the thing stands, seen from the focus; and whether the page is fresh and the thing in it.
function wayTo(element) {
  const at = document.activeElement;
  if (at === element) return { way: "here" };
  const isFresh = at === document.body && location.hash === "";
  const isBefore = element.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING;
  return { way: isBefore && at !== document.body ? "back" : "on", isSkipped: isFresh && !!element.closest("main") };
}

// Notes where the focus is.
function setOut() {
  window.stoppedAt = document.activeElement;
}

// What the last key led to. Behind the last thing the browser has its own: the page has no focus.
function arrived(element, flawOf) {
  const [at, before] = [document.activeElement, window.stoppedAt];
  window.stoppedAt = at;
  return {
    isHere: at === element,
    isSame: at === before,
    isAround: at === document.body,
    isDate: at.type === "date",
    at: at.outerHTML.slice(0, 100),
    flaw: flawOf(),
  };
}
