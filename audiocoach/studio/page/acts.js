// What is done to a step without typing: each act asks the server for edits of the text, which the text field then makes.
import { ask, has } from "./api.js";
import { button, el, fill } from "./dom.js";
import { tell } from "./told.js";
import { w } from "./words.js";

const KINDS = ["warm-up", "work", "rest", "drill", "stretch", "cool-down", "talk"];

/** `given`: path(), text(), apply(edits, select), step() -> the chosen one or null, goTo(line), onPlay(ms), kind(kind). */
export function acts(host, given) {
  let asking = false;
  let open = ""; // which form is open
  let shown = "";

  async function act(name, values = {}, done = null) {
    if (asking) return;
    asking = true;
    try {
      const text = given.text();
      const answer = await ask("act", { path: given.path(), text, act: name, ...values });
      if (given.text() !== text) return tell(w("changed-meanwhile"));
      open = "";
      given.apply(answer.edits, answer.select);
      done?.();
    } catch (error) {
      tell(error.message, error.hint, { wrong: true });
    } finally {
      asking = false;
    }
  }

  const longer = (step, seconds) => act("lengthen", { step, by_ms: seconds * 1000, seconds });
  const remove = (step) => act("remove", { step }, () => given.onChoose(""));

  function form(name, label, inputs, send, submit) {
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

  function nameForm(step) {
    const input = el("input", { type: "text", value: step.name, required: true, maxLength: 200 });
    return form("rename", "", el("label", {}, w("name"), " ", input), () => act("rename", { step: step.id, name: input.value }), w("rename"));
  }

  function sayForm(step) {
    const text = el("input", { type: "text", required: true, maxLength: 1000, placeholder: w("say-example") });
    const most = Math.max(0, Math.floor((step.end_ms - step.start_ms) / 1000) - 1);
    const at = el("input", { type: "number", min: 0, max: most, value: 0, required: true });
    return form("say", "", [
      el("label", { class: "wide" }, w("words"), " ", text),
      el("label", {}, w("after-seconds"), " ", at),
    ], () => act("say", { step: step.id, text: text.value, at_ms: Number(at.value) * 1000 }), w("say"));
  }

  function wrapForm(step) {
    const rounds = el("input", { type: "number", min: 2, max: 99, value: 4, required: true });
    const steps = el("input", { type: "number", min: 1, max: 20, value: 1, required: true });
    return form("wrap", "", [
      el("label", {}, w("times"), " ", rounds), el("label", {}, w("steps-from-here"), " ", steps),
    ], () => act("wrap", { step: step.id, rounds: Number(rounds.value), count: Number(steps.value) }), w("wrap"));
  }

  function addForm(step) {
    const kind = el("select", {}, KINDS.map((each) => el("option", { value: each }, given.kind(each))));
    kind.value = "work";
    const minutes = el("input", { type: "number", min: 0, max: 600, value: 1, required: true });
    const seconds = el("input", { type: "number", min: 0, max: 59, value: 0, required: true });
    const name = el("input", { type: "text", maxLength: 200 });
    return form("add", "", [
      el("label", {}, w("kind"), " ", kind), el("label", {}, w("name"), " ", name),
      el("label", {}, w("minutes"), " ", minutes), el("label", {}, w("seconds"), " ", seconds),
    ], () => act("add", {
      step: step?.id ?? "", kind: kind.value, name: name.value,
      length_ms: (Number(minutes.value) * 60 + Number(seconds.value)) * 1000,
    }), w("add"));
  }

  const FORMS = { add: addForm, rename: nameForm, say: sayForm, wrap: wrapForm };
  const toggle = (name) => button(w(`act-${name}`), () => {
    open = open === name ? "" : name;
    show(true);
    host.querySelector("form input, form select")?.focus();
  }, { "aria-expanded": String(open === name), "aria-controls": "act-form" });

  function show(force = false) {
    if (!has("act")) return;
    const step = given.step();
    const key = JSON.stringify([step?.id, step?.name, open]);
    if (!force && (key === shown || (open && host.contains(document.activeElement) && step?.id === JSON.parse(shown || "[]")[0]))) return;
    shown = key;
    const focused = host.contains(document.activeElement) ? document.activeElement.dataset.act : "";
    const plain = (name, run, text, label) => button(text, run, { "aria-label": label ?? text, title: label ?? text, data: { act: name } });
    fill(host,
      el("div", { class: "tools", role: "toolbar", "aria-label": w("step-tools") },
        step
          ? [
            el("span", { class: `which k-${step.kind}` }, el("span", { class: "dot", "aria-hidden": "true" }), step.name),
            plain("shorter", () => longer(step.id, -5), "−5 s", w("shorter")),
            plain("longer", () => longer(step.id, 5), "+5 s", w("longer")),
            plain("earlier", () => act("move", { step: step.id, by: -1 }), "←", w("earlier")),
            plain("later", () => act("move", { step: step.id, by: 1 }), "→", w("later")),
            plain("double", () => act("double", { step: step.id }), w("act-double")),
            toggle("rename"), toggle("say"), toggle("wrap"), toggle("add"),
            plain("remove", () => remove(step.id), w("act-remove")),
          ]
          : [el("span", { class: "quiet" }, w("choose-step")), toggle("add")]),
      el("div", { id: "act-form" }, open && (step || open === "add") ? FORMS[open](step) : null),
    );
    if (focused) host.querySelector(`[data-act="${focused}"]`)?.focus();
  }

  return { show, longer, remove, act };
}
