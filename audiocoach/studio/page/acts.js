// What is done to a step without typing: each act asks the server for edits of the text, which the text field then makes.
import { ask, has } from "./api.js";
import { button, clock, el, fill } from "./dom.js";
import { tell, tellError } from "./told.js";
import { w } from "./words.js";

/** Acts after which a step is still found under its path. */
const PLACES_STAY = new Set(["lengthen", "rounds", "set-value", "rename", "say", "unsay"]);
const KINDS = ["warm-up", "work", "rest", "drill", "stretch", "cool-down", "talk"];

/** Reads a length as people type it: 2:00, 90 s, 1.5 min, 2 min 30 s, and 90 for seconds; ms, or null for none. */
function lengthOf(typed) {
  const text = typed.trim().toLowerCase().replaceAll(",", ".");
  const found = /^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)$/.exec(text) ?? /^()()(\d{1,6})$/.exec(text)
    ?? /^(?:(\d+(?:\.\d+)?) ?h)?\s*(?:(\d+(?:\.\d+)?) ?m(?:in)?)?\s*(?:(\d+) ?s)?$/.exec(text);
  const [hours, minutes, seconds] = (found ?? []).slice(1).map((each) => Number(each ?? 0));
  const ms = Math.round(3600 * hours + 60 * minutes + seconds) * 1000;
  return ms >= 1000 ? ms : null;
}

/** `given`: path(), text(), session(), apply(edits, select), step() -> the chosen one or null, kind(kind), onChoose(id), rounds(path). */
export function acts(host, given) {
  let asking = null; // what is being asked: { name, values }
  let waiting = null; // what was pressed meanwhile, to be done next: { name, values, run() }
  let pushed = null; // the rounds that an act gave a set: { set, rounds, text it stands in }
  let open = ""; // which form is open
  let shown = "";
  let said = null; // the author's words that are chosen: { step, text, at_ms from the step's start }
  let set = null; // the set that is meant in place of the chosen step, by its path

  async function act(name, values = {}, done = null) {
    if (asking) return wait(name, values);
    asking = { name, values };
    host.setAttribute("aria-busy", "true");
    const asked = given.text();
    try {
      const answer = await ask("act", { path: given.path(), text: asked, act: name, session: given.session(), ...values });
      if (given.text() !== asked) {
        waiting = null;
        return tell(w("changed-meanwhile"));
      }
      open = "";
      given.apply(answer.edits, answer.select);
      done?.();
    } catch (error) {
      waiting = null;
      tellError(error, { text: asked });
    } finally {
      asking = null;
      host.removeAttribute("aria-busy");
      const next = waiting;
      waiting = null;
      next?.run();
    }
  }

  /** What is pressed while an act is on its way is done after it, where it means the same thing then; ± add up. */
  function wait(name, values) {
    if (name === "move" && asking.name === "move") {
      waiting = { name, values, run: () => given.step() && move(meant(given.step()), values.to) };
    } else if (!PLACES_STAY.has(asking.name)) {
      waiting = null; // it would be done to another step
    } else if (name === "lengthen" && "by_ms" in values) {
      const before = waiting?.name === name && waiting.values.step === values.step ? waiting.values.by_ms : 0;
      const sum = { ...values, by_ms: before + values.by_ms };
      waiting = { name, values: sum, run: () => act(name, sum) };
    } else if (name === "rounds") {
      waiting = { name, values, run: () => act(name, values, () => keepRounds(values)) };
    } else if (name === "set-value") {
      waiting = { name, values, run: () => act(name, values) };
    }
  }

  const keepRounds = ({ step, rounds }) => (pushed = { set: step, rounds, text: given.text() });

  const beside = (id, by) => [...id.split("/").slice(0, -1), Number(id.split("/").at(-1)) + by].join("/");
  const longer = (step, seconds) => act("lengthen", { step, by_ms: seconds * 1000 });
  const remove = (step) => act("remove", { step }, () => given.onChoose(""));
  const move = (step, to) => act("move", { step, to }, () => {
    const moved = beside(step, to === "up" ? -1 : 1);
    const chosen = given.step();
    if (set === null) given.onChoose(moved);
    else if (chosen) {
      set = moved;
      given.onChoose(moved + chosen.id.slice(step.length));
    }
  });

  function form(inputs, send, submit) {
    return el("form", {
      class: "ask", onsubmit: (event) => {
        event.preventDefault();
        send();
      },
    },
    inputs,
    el("button", { type: "submit", class: "strong" }, submit),
    button(w("cancel"), () => {
      open = "";
      show(true);
    }));
  }

  const meant = (step) => set ?? step.id;
  const around = (step) => step.id.split("/").slice(0, -1).map((_, place, parts) => parts.slice(0, place + 1).join("/"));

  function nameForm(step) {
    const input = el("input", { type: "text", value: set === null ? step.name : "", required: true, maxLength: 200 });
    const aloud = set === null && step.said_as // what is said stays otherwise, and nobody would know
      ? el("input", { type: "text", value: step.said_as, maxLength: 200 }) : null;
    return form([
      el("label", {}, w("name"), " ", input),
      aloud ? el("label", {}, w("said-as"), " ", aloud) : null,
    ], () => act("rename", { step: meant(step), name: input.value, ...(aloud ? { "said-as": aloud.value } : {}) }), w("rename"));
  }

  function lengthForm(step) {
    const input = el("input", {
      type: "text", value: clock(step.end_ms - step.start_ms), required: true, maxLength: 20, size: 8, placeholder: "2:00, 90 s",
      oninput: () => input.setCustomValidity(lengthOf(input.value) === null ? w("length-wrong") : ""),
    });
    return form(el("label", {}, w("length"), " ", input), () => act("lengthen", { step: step.id, to_ms: lengthOf(input.value) }), w("set-length"));
  }

  function sayForm(step) {
    const now = said?.step === step.id ? said : null;
    const text = el("input", { type: "text", required: true, maxLength: 1000, value: now?.text ?? "", placeholder: w("say-example") });
    const most = Math.max(0, Math.floor((step.end_ms - step.start_ms) / 1000) - 1);
    const at = el("input", { type: "number", min: 0, max: most, value: Math.floor((now?.at_ms ?? 0) / 1000), required: true });
    const half = el("input", { type: "checkbox", onchange: () => (at.disabled = half.checked) });
    const moment = (ms) => (half.checked ? { at: "halfway" } : { at_ms: ms });
    return form([
      el("label", { class: "wide" }, w("words"), " ", text),
      el("label", {}, w("after-seconds"), " ", at),
      el("label", {}, half, " ", w("halfway")),
      now ? button(w("unsay"), () => act("unsay", { step: step.id, ...moment(Math.floor(now.at_ms / 1000) * 1000) }, () => (said = null))) : null,
    ], () => act("say", { step: step.id, words: text.value, ...moment(Number(at.value) * 1000) }), w("say"));
  }

  function wrapForm(step) {
    const rounds = el("input", { type: "number", min: 2, max: 99, value: 4, required: true });
    const steps = el("input", { type: "number", min: 1, max: 20, value: 1, required: true });
    return form([
      el("label", {}, w("times"), " ", rounds), el("label", {}, w("steps-from-here"), " ", steps),
    ], () => {
      const first = meant(step);
      act("wrap", { step: first, last: beside(first, Number(steps.value) - 1), rounds: Number(rounds.value) },
        () => set === null && given.onChoose(`${first}/0`));
    }, w("wrap"));
  }

  function addForm(step) {
    const kind = el("select", {}, KINDS.map((each) => el("option", { value: each }, given.kind(each))));
    kind.value = "work";
    const minutes = el("input", { type: "number", min: 0, max: 600, value: 1, required: true });
    const seconds = el("input", { type: "number", min: 0, max: 59, value: 0, required: true });
    const name = el("input", { type: "text", maxLength: 200 });
    return form([
      el("label", {}, w("kind"), " ", kind), el("label", {}, w("name"), " ", name),
      el("label", {}, w("minutes"), " ", minutes), el("label", {}, w("seconds"), " ", seconds),
    ], () => act("add", {
      ...(step ? { step: meant(step), where: "after" } : { where: "end" }), kind: kind.value, name: name.value,
      length_ms: (Number(minutes.value) * 60 + Number(seconds.value)) * 1000,
    }), w("add"));
  }

  const FORMS = { length: lengthForm, add: addForm, rename: nameForm, say: sayForm, wrap: wrapForm };
  const toggle = (name) => button(w(`act-${name}`), () => {
    open = open === name ? "" : name;
    show(true);
    host.querySelector("form input, form select")?.focus();
  }, { "aria-expanded": String(open === name), "aria-controls": "act-form" });

  /** The step itself, or a set around it: what the acts are for. */
  function which(step, path, text) {
    return button([el("span", { class: "dot", "aria-hidden": "true" }), text], () => {
      set = path;
      open = "";
      show(true);
    }, { class: `which k-${path === null ? step.kind : "talk"}`, "aria-pressed": String(set === path), data: { act: `which-${path ?? ""}` } });
  }

  function roundsBy(by) {
    const meanwhile = [waiting, asking].find((each) => each?.name === "rounds" && each.values.step === set)?.values.rounds;
    const known = pushed?.set === set && pushed.text === given.text() ? pushed.rounds : given.rounds(set) ?? 1;
    const values = { step: set, rounds: Math.max(1, (meanwhile ?? known) + by) };
    act("rounds", values, () => keepRounds(values));
  }

  function show(force = false) {
    if (!has("act")) return;
    const step = given.step();
    if (set !== null && !(step && around(step).includes(set))) set = null;
    const key = JSON.stringify([step?.id, step?.name, open, set, set && given.rounds(set)]);
    if (!force && (key === shown || (open && host.contains(document.activeElement) && step?.id === JSON.parse(shown || "[]")[0]))) return;
    shown = key;
    const focused = host.contains(document.activeElement) ? document.activeElement.dataset.act : "";
    const plain = (name, run, text, label) => button(text, run, { "aria-label": label ?? text, title: label ?? text, data: { act: name } });
    fill(host,
      el("div", { class: "tools", role: "toolbar", "aria-label": w("step-tools") },
        step
          ? [
            which(step, null, step.name),
            around(step).map((path, place) => which(step, path, w("set", given.rounds(path) ?? place + 1))),
            set === null ? plain("shorter", () => longer(step.id, -5), "−5 s", w("shorter")) : plain("fewer", () => roundsBy(-1), "−1 ×", w("fewer")),
            set === null ? plain("longer", () => longer(step.id, 5), "+5 s", w("longer")) : plain("more", () => roundsBy(1), "+1 ×", w("more")),
            set === null ? toggle("length") : null,
            plain("earlier", () => move(meant(step), "up"), "←", w("earlier")),
            plain("later", () => move(meant(step), "down"), "→", w("later")),
            plain("double", () => act("double", { step: meant(step) }), w("act-double")),
            toggle("rename"), set === null ? toggle("say") : null, toggle("wrap"), toggle("add"),
            plain("remove", () => remove(meant(step)), w("act-remove")),
          ]
          : [el("span", { class: "quiet" }, w("choose-step")), toggle("add")]),
      el("div", { id: "act-form" }, open && (step || open === "add") ? FORMS[open](step) : null),
    );
    if (focused) host.querySelector(`[data-act="${focused}"]`)?.focus();
  }

  /** Words of the author's were chosen, or none: they can be changed, or taken out. */
  function words(chosen) {
    said = chosen;
    open = chosen ? "say" : open === "say" ? "" : open;
  }

  return { show, longer, remove, act, words };
}
