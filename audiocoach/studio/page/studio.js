// The studio's page: it begins with templates and scripts, and shows the one that is opened.
import { TAB, ask, know } from "./api.js";
import { button, el, fill } from "./dom.js";
import { start } from "./start.js";
import { notice, tellError, untell } from "./told.js";
import { languageName, languages, readWords, speak, spoken, w } from "./words.js";
import { work } from "./work.js";

const [top, main] = [document.getElementById("top"), document.getElementById("main")];
let working = null; // the script at work, as `work` gives it
let opened = null;
const unsaved = new Map(); // by its path: what was written in a script and not saved, as it was left

function frame() {
  const skip = document.querySelector(".skip");
  skip.hidden = false;
  skip.textContent = w("skip");
  const choice = el("select", {
    "aria-label": w("language"),
    onchange: () => {
      speak(choice.value, true);
      again().catch(tellError);
    },
  }, languages().map((each) => el("option", { value: each, selected: each === spoken(), lang: each }, languageName(each))));
  const place = el("div", { class: "place" });
  fill(top, el("span", { class: "brand" }, "audiocoach"), place, el("div", { class: "end" }, choice,
    button(w("close"), () => end(), { class: "link" })));
  return place;
}

/**
 * Leaves the script that is open, and remembers what was written and not saved. Where that could not be kept, it stays
 * and says so; `otherwise` is what shall be done even then.
 */
async function left(otherwise, force = false) {
  if (!working) return true;
  if (!force && !(await working.keep())) {
    notice("not-kept", w("not-kept"), [[w("leave-anyway"), otherwise]]);
    return false;
  }
  const from = working;
  working = null;
  const written = from.carried();
  if (written) unsaved.set(opened.path, written);
  else unsaved.delete(opened.path);
  await from.end();
  return true;
}

async function end(force = false) {
  if (working && !force && !(await working.keep())) {
    notice("not-kept", w("not-kept"), [[w("leave-anyway"), () => end(true)]]);
    return;
  }
  try {
    await ask("close");
  } catch (error) {
    if (!error.answer?.gone) return tellError(error);
  }
  await left(null, true);
  fill(top);
  fill(main, el("div", { class: "start" }, el("h1", {}, w("closed")), el("p", {}, w("closed-hint"))));
}

async function show(script, force = false) {
  const state = await ask("state");
  know(state.questions);
  if (!(await left(() => show(script, true).catch(tellError), force))) return;
  opened = script;
  const place = frame();
  document.title = `${script.path} – audiocoach`;
  document.body.className = "working";
  working = await work(main, place, { ...state, back }, script, unsaved.get(script.path) ?? null);
  history.replaceState(null, "", `/#${encodeURIComponent(script.path)}`);
}

async function begin(force = false) {
  const state = await ask("state");
  know(state.questions);
  if (!(await left(() => begin(true).catch(tellError), force))) return;
  opened = null;
  untell();
  speak(state.language);
  frame();
  document.title = "audiocoach studio";
  document.body.className = "starting";
  history.replaceState(null, "", "/");
  start(main, state, (script) => show(script).catch(tellError), begin);
  main.focus({ preventScroll: true });
}

const back = () => begin().catch(tellError);

/** Draws the page anew, such as in another language: what is written goes along. */
async function again() {
  if (!opened) return begin();
  return show(await ask("open", { path: opened.path, tab: TAB }), true);
}

// A file that is dropped beside what takes it would be shown in place of the page.
for (const name of ["dragover", "drop"]) {
  addEventListener(name, (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
}

try {
  await readWords();
  const wanted = decodeURIComponent(location.hash.slice(1));
  await begin();
  if (wanted) show(await ask("open", { path: wanted, tab: TAB })).catch(tellError);
} catch (error) {
  tellError(error);
}
