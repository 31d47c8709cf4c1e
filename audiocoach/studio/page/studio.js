// The studio's page: it begins with templates and scripts, and shows the one that is opened.
import { TAB, ask, know } from "./api.js";
import { button, el, fill } from "./dom.js";
import { start } from "./start.js";
import { tellError } from "./told.js";
import { languageName, languages, readWords, speak, spoken, w } from "./words.js";
import { work } from "./work.js";

const [top, main] = [document.getElementById("top"), document.getElementById("main")];
let leave = null;
let opened = null;

function frame() {
  const skip = document.querySelector(".skip");
  skip.hidden = false;
  skip.textContent = w("skip");
  const choice = el("select", {
    "aria-label": w("language"),
    onchange: () => {
      speak(choice.value, true);
      again();
    },
  }, languages().map((each) => el("option", { value: each, selected: each === spoken(), lang: each }, languageName(each))));
  const place = el("div", { class: "place" });
  fill(top, el("span", { class: "brand" }, "audiocoach"), place, el("div", { class: "end" }, choice,
    button(w("close"), end, { class: "link" })));
  return place;
}

async function end() {
  try {
    await leave?.();
    leave = null;
    await ask("close");
  } catch { /* it has ended */ }
  fill(top);
  fill(main, el("div", { class: "start" }, el("h1", {}, w("closed")), el("p", {}, w("closed-hint"))));
}

async function show(script) {
  const state = await ask("state");
  know(state.questions);
  await leave?.();
  leave = null;
  opened = script;
  const place = frame();
  document.title = `${script.path} – audiocoach`;
  document.body.className = "working";
  leave = await work(main, place, { ...state, back: begin }, script);
  history.replaceState(null, "", `/#${encodeURIComponent(script.path)}`);
}

async function begin() {
  await leave?.();
  leave = null;
  opened = null;
  const state = await ask("state");
  know(state.questions);
  speak(state.language);
  frame();
  document.title = "audiocoach studio";
  document.body.className = "starting";
  history.replaceState(null, "", "/");
  start(main, state, (script) => show(script).catch(tellError));
  main.focus({ preventScroll: true });
}

async function again() {
  if (!opened) return begin();
  await leave?.();
  leave = null;
  return show(await ask("open", { path: opened.path, tab: TAB }));
}

try {
  await readWords();
  const wanted = decodeURIComponent(location.hash.slice(1));
  await begin();
  if (wanted) show(await ask("open", { path: wanted, tab: TAB })).catch(tellError);
} catch (error) {
  tellError(error);
}
