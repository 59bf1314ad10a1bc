// Whole journeys (办事全程): each role does its part of one story, as a person does it.
//
//   node journeys.mjs URL URL URL URL   plays the story on four fresh demonstrations, side by side:
//                                       zh and en, each with the browser's script on and off,
//                                       one of them by the keyboard alone
//   node journeys.mjs URL … --from A --to B   only the steps from the one named A to the one named
//                                       B, on as many demonstrations as are given
//   node journeys.mjs URL --control     takes a heading from each page: must find it out and fail
//
// Ends as browser.mjs says. What a person does and must see stands in journeys/, role by role; a
// demonstration serves for one story, because the story changes it.

import { conclude, launch } from "./browser.mjs";
import * as administrator from "./journeys/administrator.mjs";
import * as agreements from "./journeys/agreements.mjs";
import * as applicant from "./journeys/applicant.mjs";
import * as assistance from "./journeys/assistance.mjs";
import * as audit from "./journeys/audit.mjs";
import * as founder from "./journeys/founder.mjs";
import * as hall from "./journeys/hall.mjs";
import * as land from "./journeys/land.mjs";
import * as lead from "./journeys/lead.mjs";
import * as officers from "./journeys/officers.mjs";
import * as results from "./journeys/results.mjs";
import * as supervisor from "./journeys/supervisor.mjs";
import * as visitor from "./journeys/visitor.mjs";
import * as window from "./journeys/window.mjs";
import { Person } from "./person.mjs";

const VARIANTS = [
  { language: "zh", script: true },
  { language: "zh", script: false },
  { language: "en", script: true, byKeys: true },
  { language: "en", script: false },
];

// In the order in which they happen: what one leaves behind, the next finds.
const STORY = {
  "visitor reads a guide and searches": visitor.guide,
  "visitor goes back and forth": visitor.backAndForth,
  "visitor plans a project": visitor.plan,
  "visitor compares one route at three tempos": visitor.compareTempos,
  "visitor plans a bundle": visitor.bundle,
  "applicant registers a project": applicant.register,
  "applicant decides on a plan": applicant.plan,
  "applicant applies for its filing": applicant.file,
  "applicant gets the receipt": applicant.receipt,
  "visitor looks up the progress": visitor.progress,
  "visitor checks the receipt": visitor.verify,
  "window tells at once what is missing": window.giveNotice,
  "applicant corrects": applicant.correct,
  "window records the project's code": window.recordCode,
  "window names the contact and writes a risk down": window.supplementPlan,
  "window accepts": window.accept,
  "window grants the filing": window.grant,
  "applicant sees what became of it": applicant.filed,
  "applicant records a step of its own": applicant.recordOwnStep,
  "applicant registers another project": applicant.registerAnother,
  "window files it at the counter": window.atTheCounter,
  "applicant changes what is registered": applicant.change,
  "applicant promises what may follow": applicant.promise,
  "ecology bureau accepts on the promise": officers.acceptOnPromise,
  "applicant keeps the promise": applicant.keepPromise,
  "ecology bureau finds it fit": officers.settle,
  "applicant chooses the post": applicant.choosePost,
  "ecology bureau grants and sends the result": officers.sendResult,
  "applicant confirms that it came": applicant.confirmDelivery,
  "applicant grades how it came": applicant.grade,
  "applicant promises to meet the conditions": applicant.commit,
  "construction bureau grants at once and inspects": officers.grantOnCommitment,
  "applicant sees that the promise was kept": applicant.committed,
  "a rule decides the applicant's soil form": applicant.atOnce,
  "water bureau finds a rule's decision right": audit.confirm,
  "water bureau finds another wrong and tells the party": audit.findWrong,
  "applicant states its case": audit.stateCase,
  "water bureau revokes what was decided wrongly": audit.revoke,
  "administrator stops and resumes a rule": audit.stopRule,
  "applicant opens a stage as a package": applicant.openPackage,
  "applicant leaves a draft and deletes it": applicant.deleteDraft,
  "applicant lets a register tell what it knows": applicant.askRegister,
  "planning bureau sends again what came back": results.sendAgain,
  "hall hands out what waits at the counter": results.handOut,
  "lead office finds the package under way": officers.findPackage,
  "planning bureau waits for an opinion": officers.waitForOpinion,
  "ecology bureau gives the opinion": officers.giveOpinion,
  "applicant replaces a material": applicant.replace,
  "ecology bureau gives it again": officers.giveOpinionAgain,
  "planning bureau decides": officers.decide,
  "ecology bureau decides and delivers": officers.decideAlike,
  "development bureau delivers": officers.deliver,
  "lead office reminds": lead.remind,
  "lead office calls a joint review": lead.convene,
  "ecology bureau reports what the review decided": lead.report,
  "lead office attests it": lead.attest,
  "lead office decides nothing": lead.decideNothing,
  "applicant asks for a simulated review": applicant.simulate,
  "planning bureau issues a simulated opinion": officers.issueSimulated,
  "window records that the facts have arrived": window.recordArrival,
  "applicant finds the formal case": applicant.becomesFormal,
  "applicant plans at the simulated tempo": land.planSimulated,
  "planning bureau works the first of the chain": land.workTheFirst,
  "applicant asks for the next of the chain": land.askForTheNext,
  "window records that a fact arrived changed": land.arrivesChanged,
  "only who spoke of it is asked again": land.isAskedAgain,
  "another wins, and the first applicant consents": land.anotherWins,
  "winner goes on with what was reviewed": land.goesOn,
  "planning bureau voids what policy bans": officers.banSimulated,
  "planning bureau asks about the scheme of a plot": officers.askAboutScheme,
  "ecology bureau answers about the scheme": officers.answerAboutScheme,
  "planning bureau offers a plot with its scheme": officers.offerPlot,
  "visitor reads what is offered": visitor.plots,
  "planning bureau records who won": officers.sellPlot,
  "a project company takes the contract over": land.takeOver,
  "applicant names its project on the plot": applicant.nameProject,
  "planning bureau decides on the contract's day": officers.decideOnPlot,
  "planning bureau rescinds a contract, and the plot is free": land.rescind,
  "hall records a second visit with its reason": hall.recordVisits,
  "visitor books a slot at the hall": hall.book,
  "hall draws, calls and serves": hall.serve,
  "hall receives for another office": hall.receive,
  "hall receives a stage at once": hall.receiveStage,
  "hall uses again what is held, for what came by post": hall.reuse,
  "planning bureau acknowledges the slip": hall.acknowledge,
  "hall calls back who was dissatisfied": hall.callBack,
  "visitor reads what took more than one visit": hall.readFigures,
  "applicant entrusts the assistant": assistance.entrust,
  "assistant submits for the applicant": assistance.assist,
  "assistant registers a project for the applicant": assistance.register,
  "applicant sees it and takes the mandate back": assistance.takeBack,
  "window records a mandate on paper": assistance.onPaper,
  "planning bureau drafts a contract and signs it": agreements.draft,
  "applicant signs the contract": agreements.sign,
  "applicant shows what it has invested": agreements.handIn,
  "planning bureau attests it": agreements.attest,
  "planning bureau keeps the minutes of a meeting": agreements.keepMinutes,
  "ecology bureau signs the minutes": agreements.signMinutes,
  "supervisor sees that a decision is late": agreements.chase,
  "planning bureau writes down what followed from a breach": agreements.carryOut,
  "ecology bureau reports on the decision": agreements.report,
  "planning bureau attests the decision": agreements.settle,
  "supervisor follows a red light": supervisor.watch,
  "window voids a project that was given up": window.voidProject,
  "administrator looks at health, packs and posts": administrator.look,
  "administrator opens an account for a post": administrator.openAccount,
  "administrator disables and enables it": administrator.disable,
  "founder applies for several certificates at once": founder.found,
  "an application has its receipt": founder.receipt,
  "hall handles the links": founder.handle,
  "founder gives up a link, and the others go on": founder.giveUp,
  "a link that was sent back waits for the founder": founder.finish,
  "hall refuses a link, and the rest goes back as one result": founder.refuse,
  "the one result comes to the founder by post": founder.receive,
  "founder grades it step by step": founder.grade,
  "applicant leaves another draft": applicant.leaveDraft,
};

// Plays the story in one variant; returns how many journeys passed and failed.
async function play(browser, base, variant, steps) {
  const hand = variant.byKeys ? "by keys" : "by mouse";
  const name = `${variant.language}, script ${variant.script ? "on" : "off"}, ${hand}`;
  const person = await Person.sitDown(browser, { base, ...variant });
  const result = { passed: 0, failed: 0 };
  const told = {};
  const began = Date.now();
  for (const [step, does] of steps) {
    try {
      await does(person, told);
      result.passed += 1;
    } catch (flaw) {
      result.failed += 1;
      console.log(`${name}: ${step} — ${flaw.message.slice(0, 600)}`);
      person.forget();
    }
  }
  const seconds = Math.round((Date.now() - began) / 1000);
  const stops = person.hand.stops ? `, ${person.hand.stops} stops of the focus` : "";
  console.log(
    `${name}: ${result.passed} of ${steps.length} journeys, ${person.seen} sights${stops}, ${seconds} s`,
  );
  await person.stand();
  return result;
}

// Takes the heading above a guide's materials from every page, as a careless change might.
async function spoil(context) {
  await context.route("**/guides/*", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll("要交的材料", "");
    await route.fulfill({ response, body });
  });
}

// The word behind an option, taken out of the words with it.
function taken(words, option) {
  const at = words.indexOf(option);
  return at < 0 ? undefined : words.splice(at, 2)[1];
}

await conclude(async () => {
  const words = process.argv.slice(2);
  const isControl = words.includes("--control");
  const [from, to] = ["--from", "--to"].map((option) => taken(words, option));
  const bases = words.filter((word) => word !== "--control");
  const isPart = from !== undefined && to !== undefined;
  const wanted = isPart ? Math.min(bases.length, VARIANTS.length) : isControl ? 1 : VARIANTS.length;
  if (bases.length !== wanted) throw new Error(`usage: journeys.mjs needs ${wanted} demonstrations`);
  const browser = await launch();
  try {
    const names = Object.keys(STORY);
    const part = isPart ? [names.indexOf(from), names.indexOf(to) + 1] : [0, isControl ? 1 : undefined];
    const steps = Object.entries(STORY).slice(...part);
    if (part[0] < 0 || steps.length === 0) throw new Error(`usage: no journeys from ${from} to ${to}`);
    const prepared = isControl ? spoil : undefined;
    const played = VARIANTS.slice(0, wanted).map((variant, at) =>
      play(browser, bases[at], { ...variant, prepared }, steps),
    );
    const results = await Promise.all(played);
    const sum = (kind) => results.reduce((all, one) => all + one[kind], 0);
    return { passed: sum("passed"), failed: sum("failed") };
  } finally {
    await browser.close();
  }
});
