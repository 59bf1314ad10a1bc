// The text of a page as it was sent, against html-validate's recommended rules.

import { HtmlValidate, StaticConfigLoader } from "html-validate";

const RULES = {
  // A limit of search engines; the official names of matters are longer in English.
  "long-title": "off",
  // HTML allows any id without spaces; fields are called after posts, such as planning.reviewer.
  "valid-id": ["error", { relaxed: true }],
};

const validator = new HtmlValidate(
  new StaticConfigLoader({ root: true, extends: ["html-validate:recommended"], rules: RULES }),
);

// The flaws, as sentences.
export async function unsound(html) {
  const { results } = await validator.validateString(html);
  const messages = results.flatMap((result) => result.messages);
  return messages.map(({ ruleId, message, line, column }) => {
    const near = html.split("\n")[line - 1].slice(Math.max(0, column - 2), column + 100);
    return `${ruleId}: ${message}; at: ${near}`;
  });
}
