// Following a programme: what comes next and why, and how a session was.
import { ask, has } from "./api.js";
import { button, el, fill } from "./dom.js";
import { commandLine } from "./jobs.js";
import { tell, tellError } from "./told.js";
import { spoken, w } from "./words.js";

const day = (iso) => new Date(`${iso}T12:00`).toLocaleDateString(spoken(), { weekday: "short", day: "numeric", month: "short" });

/** `given`: path(). */
export function journal(host, given) {
  let tables = [];
  let who = { athletes: "", athlete: "" };
  let serial = 0;

  const about = () => ({ path: given.path(), ...(who.athletes ? who : {}) });

  async function show(answer = null) {
    const own = ++serial;
    try {
      if (!answer) tables = (await ask("people", {})).tables;
      const found = answer ?? (who.athletes && !who.athlete ? null : await ask("journal", about()));
      if (own === serial) draw(found);
    } catch (error) {
      if (own === serial) fill(host, whose(), el("p", { class: "wrong" }, error.message, " ", error.hint ?? ""));
    }
  }

  function whose() {
    if (!tables.length) return null;
    const people = el("select", { "aria-label": w("whose"), hidden: !who.athletes, onchange: () => { who.athlete = people.value; show(); } });
    const table = el("select", { onchange: async () => {
      who = { athletes: table.value, athlete: "" };
      if (!who.athletes) return show();
      try {
        const names = (await ask("people", { athletes: who.athletes })).people;
        who.athlete = names[0] ?? "";
        who.names = names;
      } catch (error) {
        tellError(error);
        who = { athletes: "", athlete: "" };
      }
      return show();
    } }, el("option", { value: "" }, w("mine")), tables.map((each) => el("option", { value: each, selected: each === who.athletes }, each)));
    fill(people, (who.names ?? []).map((each) => el("option", { value: each, selected: each === who.athlete }, each)));
    return el("p", { class: "whose" }, el("label", {}, w("whose"), " ", table), " ", people);
  }

  function comes(found) {
    if (!found.next) return w("next-nothing");
    return w(found.next.today ? "next-today" : "next-from", found.next.id, found.next.dose, day(found.next.from));
  }

  function draw(found) {
    if (!found) return fill(host, whose());
    const opened = Boolean(host.querySelector(".entries")?.closest("details").open);
    const number = (name, least, most, step = 1) => el("input", { type: "number", name, min: least, max: most, step, inputMode: "numeric" });
    // While the plan is stopped, what was run last.
    const due = found.next?.id ?? found.entries.findLast((each) => each.session)?.session;
    const session = el("select", { name: "session" }, found.sessions.map((each) => el("option", { value: each, selected: each === due }, each)));
    const form = el("form", { class: "how", onsubmit: (event) => { event.preventDefault(); written(form); } },
      el("label", {}, w("which-session"), session),
      el("label", {}, w("ask-day"), el("input", { type: "date", name: "on", value: new Date().toLocaleDateString("sv") })),
      el("label", {}, w("ask-felt"), number("felt", 1, 10)),
      el("label", {}, `${w("ask-done")} (%)`, number("done", 0, 100)),
      el("label", {}, w("ask-pain"), number("pain", 0, 10)),
      el("label", {}, w("ask-stumbles"), number("stumbles", 0, 999)),
      el("label", {}, w("ask-note"), el("input", { name: "note", maxLength: 500 })),
      el("label", { class: "tick" }, el("input", { type: "checkbox", name: "stop" }), w("ask-stop")),
      found.stop ? el("label", { class: "tick" }, el("input", { type: "checkbox", name: "cleared" }), w("ask-cleared")) : null,
      el("button", { class: "strong" }, w("write-down")),
    );
    fill(host,
      el("div", { role: "status" }, el("h2", { class: "comes" }, comes(found))),
      whose(),
      el("ul", { class: "reasons" }, found.reasons.map((each) => el("li", {}, each))),
      (found.problems ?? []).map((each) => el("p", { class: "wrong" }, each.message)),
      (found.notes ?? []).map((each) => el("p", { class: "quiet" }, each)),
      el("details", {}, el("summary", {}, w("how-was-it")), form),
      found.entries.length ? el("details", { open: opened }, el("summary", {}, w("logged")), el("ol", { class: "entries" }, found.entries.map(entry)),
        has("unlog") ? button(w("take-back"), () => takenBack(found.last)) : null) : null,
      el("p", { class: "hint" }, found.advice),
      commandLine(found.command),
    );
  }

  const entry = (each) => el("li", {}, [day(each.date), each.session, each.felt !== null && `${each.felt}/10`, each.done !== null && `${each.done} %`,
    each.pain !== null && `${w("ask-pain")}: ${each.pain}`, each.stumbles !== null && `${w("ask-stumbles")}: ${each.stumbles}`, each.stop && w("ask-stop"), each.cleared && w("ask-cleared"), each.note].filter(Boolean).join(" · "));

  async function written(form) {
    const values = new FormData(form);
    const numbers = Object.fromEntries(["felt", "done", "pain", "stumbles"].filter((each) => values.get(each) !== "").map((each) => [each, Number(values.get(each))]));
    const halted = values.has("stop") || values.has("cleared");
    try {
      const answer = await ask("log", {
        ...about(), ...numbers, session: values.has("cleared") ? "" : values.get("session"), on: values.get("on"), note: values.get("note"),
        stop: values.has("stop"), cleared: values.has("cleared"),
      });
      tell(w("written-down"));
      await show(answer);
      if (halted) host.querySelector(".comes")?.scrollIntoView();
    } catch (error) {
      tellError(error);
    }
  }

  async function takenBack(last) {
    try {
      const answer = await ask("unlog", { ...about(), last });
      tell(w("taken-back"));
      await show(answer);
    } catch (error) {
      tellError(error);
      await show();
    }
    host.querySelector("summary")?.focus();
  }

  return { show: () => show() };
}
