// What a page does besides (小脚本): everything works without it. It saves a draft while one types,
// sends a form once however often its button is pressed, leads to what is wrong, and says when the
// network is gone.
"use strict";
(() => {
  const QUIET = 1500; // milliseconds without typing after which a draft is saved
  const ONCE = 8000; // milliseconds in which a form is not sent again

  // What is wrong stands at the head of the form: a reader of screens begins there.
  document.querySelector(".wrongs")?.focus();

  for (const form of document.querySelectorAll('form[method="post"]')) {
    let sentAt = -Infinity;
    form.addEventListener("submit", (event) => {
      if (event.timeStamp - sentAt < ONCE) event.preventDefault();
      else sentAt = event.timeStamp;
    });
    addEventListener("pageshow", () => (sentAt = -Infinity));
  }

  const offline = document.querySelector(".offline");
  const tell = () => {
    if (!navigator.onLine) offline.querySelector("time").textContent = clock();
    offline.hidden = navigator.onLine;
  };
  if (offline) for (const turn of ["offline", "online"]) addEventListener(turn, tell);

  const form = document.querySelector("form[data-saving]");
  const told = document.querySelector(".saved");
  if (!form || !told) return;
  const say = (text) => (told.textContent = text);
  let timer = 0;
  let isSent = false;
  let isUnsaved = false;
  addEventListener("online", () => isUnsaved && save());
  form.addEventListener("submit", () => {
    isSent = true;
    clearTimeout(timer);
  });
  addEventListener("pageshow", () => (isSent = false));
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, QUIET);
  });

  async function save() {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("then", "later");
    say(form.dataset.saving);
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields });
      if (isSent) return;
      isUnsaved = !answer.ok;
      const isOver = new URL(answer.url).pathname === "/sign-in";
      if (isOver) say(form.dataset.over);
      else if (answer.ok) say(form.dataset.saved + " " + clock());
      else say(form.dataset.failed);
    } catch {
      isUnsaved = true;
      say(form.dataset.failed);
    }
  }

  // The zone's time, wherever the browser is.
  function clock() {
    const zone = { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hour12: false };
    return new Intl.DateTimeFormat("zh-CN", zone).format(new Date());
  }
})();
