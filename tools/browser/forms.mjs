// Forms that are sent back: each form of the pages once, with nothing filled in.

// The forms of these pages that ask for something, each once on a route, whatever it is about.
export function formsOf(pages) {
  const found = new Map();
  for (const { role, path, route, html } of pages) {
    for (const [form, attributes] of html.matchAll(/<form([^>]*)>.*?<\/form>/gs)) {
      const action = attributes.match(/action="([^"]*)"/)?.[1];
      const asks = /<textarea|<select|<input(?![^>]*type="(hidden|checkbox|radio)")/.test(form);
      if (!/method="post"/.test(attributes) || !asks || !action) continue;
      const kind = `${route} ${action.split("?")[0].split("/").at(-1)}`; // numbers and names aside
      const isFrame = !html.includes("<main") || html.indexOf(form) < html.indexOf("<main");
      if (!isFrame && !found.has(kind)) found.set(kind, { role, path, action });
    }
  }
  return [...found.values()];
}

// Empties the form and sends it, past what the browser itself would ask; what is chosen from a list
// stays. Runs in the page.
export function sendEmpty(action) {
  const form = document.querySelector(`main form[method="post"][action="${action}"]`);
  form.noValidate = true;
  for (const field of form.querySelectorAll("textarea, input:not([type=hidden], [type=radio])")) {
    if (field.type === "checkbox") field.checked = false;
    else field.value = "";
  }
  form.requestSubmit(form.querySelector("button"));
}
