// A script at work: its text on one side, what comes of it on the other.
import { acts } from "./acts.js";
import { has, oneAtATime } from "./api.js";
import { checker } from "./checking.js";
import { button, clock, el, fill } from "./dom.js";
import { commandLine } from "./jobs.js";
import { handles } from "./handles.js";
import { journal } from "./journal.js";
import { maker } from "./maker.js";
import { phone } from "./phone.js";
import { player } from "./player.js";
import { problemCard, summary } from "./problems.js";
import { programme } from "./programme.js";
import { recorder } from "./recorder.js";
import { saidList } from "./said-list.js";
import { scriptFile } from "./script-file.js";
import { timeline } from "./timeline.js";
import { notice, tell, untell } from "./told.js";
import { w } from "./words.js";

const ZOOMS = [1, 1.5, 2, 3, 5, 8];

/**
 * `carried`: what was written in the page before it was drawn anew, or null. Gives keep(), which tells whether all that
 * is written is kept, carried(), and end().
 */
export async function work(host, top, state, opened, carried = null) {
  const { createField } = await import(state.editor ? "/editor.js" : "/plain-field.js");
  let whole = {}; // what the script is; of a programme, `answer` is the session that is looked at
  let answer = { kind: opened.kind, steps: [], words: [], problems: [] };
  let zoom = 0;
  let checked = opened.text; // the text that the problems shown are those of
  let problems = null; // those of `checked`; null before the first answer
  let looked = ""; // the session of a programme that is looked at
  const kind = (each) => w(`kind-${each}`);

  const textHost = el("div", { class: "text" });
  const found = el("p", { class: "found", role: "status" });
  const strip = el("div", { class: "strip", tabIndex: -1 });
  const places = Object.fromEntries(["tools", "said", "player", "made", "phone", "plan", "journal", "takes"].map((each) => [each, el("div", { class: each })]));
  const heading = el("h1", { class: "title" });
  const facts = el("p", { class: "quiet facts" });
  const zooms = el("span", { class: "zooms" },
    button("−", () => zoomTo(zoom - 1), { "aria-label": w("zoom-out") }), button("+", () => zoomTo(zoom + 1), { "aria-label": w("zoom-in") }));
  const up = button(`‹ ${w("whole-programme")}`, () => look(looked), { class: "link up" });
  const keys = el("p", { class: "hint keys" }, w("keys"));
  const picture = el("section", { class: "picture", "aria-label": w("timeline") },
    el("div", { class: "head-line" }, el("div", {}, up, heading, facts), zooms),
    strip, keys, places.journal, places.tools, places.player, places.made, places.phone, places.takes, places.said, places.plan);
  fill(host, el("div", { id: "notices" }), el("div", { class: "desk" },
    el("section", { class: "writing", "aria-label": w("script") }, textHost, found), picture));

  const complete = oneAtATime("complete");
  // What comes first is used by what comes after.
  const field = createField(textHost, {
    text: carried?.text ?? opened.text,
    label: w("script"),
    onChange: () => {
      file.changed();
      checks.changed();
      make.changed();
    },
    onCursor: lit,
    onSave: () => saved(),
    onPlay: () => sound.play(momentOf(field.line())),
    complete: has("complete") ? (offset, text) => complete({ path: opened.path, text, offset }).catch(() => null) : async () => null,
    card: (problem, apart = false) => problemCard(problem, (edits) => {
      if (field.text() === checked) field.apply(edits, null);
      else {
        tell(w("changed-meanwhile"));
        checks.again();
      }
      field.focus();
    }, apart ? (line) => field.goTo(line) : null),
  });
  const saveButton = button(w("save"), () => saved(), { title: "Ctrl+S", class: "strong" });
  const session = () => looked;
  const file = scriptFile(opened, {
    text: () => field.text(),
    replace: (text) => field.replace(text),
    onState: (saved) => {
      saveButton.disabled = saved;
      saveButton.textContent = saved ? w("saved") : w("save");
    },
  }, carried);
  const width = () => Math.round(Math.max(280, strip.clientWidth || 600) * ZOOMS[zoom]);
  const checks = checker({ path: () => opened.path, text: () => field.text(), session, width, onAnswer: show });
  const sound = player(places.player, {
    path: () => opened.path, text: () => field.text(), words: () => answer.words,
    language: () => answer.language ?? "en", session,
    onHead: (ms) => {
      line.head(ms, true);
      list.head(ms);
    },
  });
  const chosen = () => answer.steps.filter((each) => each.id === line.chosen()).findLast((each) => each.start_ms <= line.at())
    ?? answer.steps.find((each) => each.id === line.chosen()) ?? null;
  const tools = acts(places.tools, {
    path: () => opened.path, text: () => field.text(), step: chosen, kind, session,
    apply: (edits, select) => {
      field.apply(edits, select);
      checks.again();
    },
    onChoose: (id) => choose(id),
    rounds: (path) => (answer.sets ?? []).find((each) => each.id === path)?.rounds ?? null,
  });
  const line = timeline(strip, {
    onStep: (id, at) => stepTapped(id, at),
    onWord: (number, at, id) => wordTapped(number, at, id),
    onPlay: (ms) => sound.play(ms),
    onLonger: (id, seconds) => has("act") && tools.longer(id, seconds),
    onRemove: (id) => has("act") && tools.remove(id),
  });
  const grips = handles({ svg: () => line.svg(), step: () => (has("act") ? chosen() : null), onLonger: tools.longer });
  const list = saidList(places.said, { onStep: stepTapped, onWord: wordTapped, onPlay: (ms) => sound.play(ms), kind });
  const plan = programme(places.plan, { act: tools.act, onLook: look, session });
  const make = maker(places.made, { path: () => opened.path, text: () => field.text(), save: () => wholeAndSaved(), sessions: () => whole.sessions ?? [] });
  const follow = journal(places.journal, { path: () => opened.path });
  let followed = false;
  const takes = recorder(places.takes, { path: () => opened.path, save: () => file.save() });
  const near = phone(places.phone, { path: () => opened.path, save: () => wholeAndSaved(), running: state.phone });

  function choose(id) {
    line.choose(id);
    const step = chosen();
    field.light(step ? [[step.line, step.last_line]] : []);
    grips.place();
    tools.show();
  }

  function stepTapped(id, at) {
    tools.words(null);
    const step = answer.steps.find((each) => each.id === id && each.start_ms === at) ?? answer.steps.find((each) => each.id === id);
    choose(id);
    if (step) field.goTo(step.line, false, step.columns?.[0]);
    sound.begin(at);
  }

  function wordTapped(number, at, id) {
    const word = answer.words.find((each) => each.at_ms === at && each.line === number && each.by === "author");
    const step = answer.steps.findLast((each) => each.id === id && each.start_ms <= at);
    tools.words(word && step ? { step: id, text: word.text, at_ms: at - step.start_ms } : null);
    choose(id);
    field.goTo(number, matchMedia("(min-width: 60rem)").matches);
    sound.begin(at);
  }

  /** Finds the first mistake of what is written now, or null. */
  async function mistake() {
    const text = field.text();
    if (problems === null || text !== checked) {
      const answer = await checks.look();
      if (answer.ended) return null; // another one is on its way
      show(answer, text);
    }
    return problems.find((each) => each.severity === "error") ?? null;
  }

  const placed = (problem) => [problem.line ? `${w("line", problem.line)}: ` : "", problem.message].join("");

  /** Saves, and says what is wrong with it, if anything is: it is the author's, and may be so for a while. */
  async function saved() {
    if (!(await file.save())) return;
    const wrong = await mistake().catch(() => null);
    if (wrong) tell(w("saved-with-mistakes"), placed(wrong));
  }

  /** Saves what is to be made into something; where that cannot be for a mistake, goes there, and nothing is begun. */
  async function wholeAndSaved() {
    const wrong = await mistake().catch(() => null);
    if (!wrong) return file.save();
    tell(w("mend-first"), placed(wrong), { wrong: true, about: { text: field.text() } });
    if (wrong.line) field.goTo(wrong.line, true, wrong.column);
    return false;
  }

  function momentOf(number) {
    return answer.steps.find((each) => each.line <= number && number <= each.last_line)?.start_ms ?? 0;
  }

  function lit(number, column) {
    list.light(line.light(number, column));
  }

  /** Shows one session of a programme, or none. */
  function look(id) {
    looked = looked === id ? "" : id;
    sound.stop();
    choose("");
    checks.again();
    picture.scrollTop = 0;
  }

  function zoomTo(next) {
    zoom = Math.max(0, Math.min(ZOOMS.length - 1, next));
    checks.again();
  }

  function show(next, text) {
    const wrong = next.problems.some((each) => each.severity === "error");
    checked = text;
    problems = next.problems;
    if (!wrong) untell((about) => about.text !== undefined && about.text !== text);
    const draws = Boolean(next.svg) || !wrong;
    if (draws) whole = next;
    const isPlan = whole.kind === "programme";
    if (draws) answer = { steps: [], words: [], ...(isPlan ? whole.timeline : whole) };
    field.showProblems(next.problems);
    found.textContent = summary(next.problems);
    found.classList.toggle("wrong", wrong);
    picture.classList.toggle("stale", !draws);
    picture.classList.toggle("measured", Boolean(answer.measured));
    for (const each of [strip, zooms, places.tools, places.said, places.player, keys]) each.hidden = !answer.svg;
    places.plan.hidden = !isPlan;
    places.journal.hidden = !isPlan || Boolean(looked);
    up.hidden = !(isPlan && looked);
    heading.textContent = [isPlan && answer.svg ? looked : "", answer.title || whole.title || opened.path].filter(Boolean).join(" · ");
    facts.textContent = answer.svg ? `${clock(answer.length_ms)} · ${w(answer.measured ? "measured" : "estimated")}`
      : isPlan ? w("sessions", (whole.sessions ?? []).length) : w(next.kind === "coach" ? "no-picture" : "not-yet");
    if (!draws) return;
    if (isPlan) plan.show(whole);
    if (isPlan && !followed && has("journal")) follow.show();
    followed ||= isPlan;
    line.show(answer);
    list.show(answer);
    tools.show();
    grips.place();
    lit(field.line(), field.column());
  }

  fill(top,
    button(`‹ ${w("back")}`, () => state.back(), { class: "link" }),
    el("span", { class: "file", title: opened.path }, opened.path),
    el("span", { class: "doers" },
      button("↶", () => field.undo(), { "aria-label": w("undo"), title: w("undo") }),
      button("↷", () => field.redo(), { "aria-label": w("redo"), title: w("redo") }),
      saveButton,
      has("render") ? button(w("make"), () => make.make(), { class: "strong make" }) : null,
      has("phone") ? button(w("phone"), () => near.begin()) : null,
      has("take") && navigator.mediaDevices ? button(w("own-voice"), () => takes.begin()) : null,
    ));
  saveButton.disabled = !file.dirty();
  saveButton.textContent = w(file.dirty() ? "save" : "saved");
  let wide = 0;
  const watch = new ResizeObserver(() => {
    if (Math.abs(strip.clientWidth - wide) > 8) {
      wide = strip.clientWidth;
      checks.again();
    }
  });
  watch.observe(strip);
  checks.again();
  const leaving = (event) => !file.safe() && event.preventDefault();
  addEventListener("beforeunload", leaving);
  const saving = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "s" || event.defaultPrevented) return;
    event.preventDefault();
    saved();
  };
  addEventListener("keydown", saving);
  if (opened.notes?.length) notice("notes", opened.notes.join("\n"), [[w("understood"), () => {}]]);
  if (opened.command) fill(places.made, commandLine(opened.command));

  return {
    keep: file.keep,
    carried: file.carried,
    async end() {
      removeEventListener("beforeunload", leaving);
      removeEventListener("keydown", saving);
      watch.disconnect();
      checks.end();
      sound.stop();
      takes.end();
      near.end();
      untell();
      await file.end();
      field.end();
    },
  };
}
