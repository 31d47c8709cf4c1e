// Hears a script from any moment on; the clock and the words follow.
import { ask, has } from "./api.js";
import { button, clock, el, fill } from "./dom.js";
import { soundStream } from "./sound-stream.js";
import { tellError } from "./told.js";
import { volumes } from "./volumes.js";
import { w } from "./words.js";

/** `given`: path(), text(), onHead(ms | null), words() -> [{at_ms, end_ms, text}], language(), session(). */
export function player(host, given) {
  const sound = soundStream({ onEnd: () => stop(), onLost: () => stop(true) });
  let starts = 0;
  let turns = []; // for moments of what is heard, in ms, which moment of the session it is
  let begun = 0;
  let frame = 0;
  let state = "still";
  let asked = 0;
  const fast = el("input", { type: "checkbox" });
  const loud = volumes(sound.setLoud);
  const voice = el("select", { onchange: () => again() });
  const coach = el("select", { onchange: () => again() });
  const time = el("span", { class: "time", role: "timer" }, "0:00");
  const now = el("p", { class: "now-said" });
  const main = button("", () => (state === "still" ? play(begun) : pause()), { class: "play main" });
  fast.addEventListener("change", () => again());

  const at = () => {
    const heard = sound.heard();
    const turn = turns.findLast(([ms]) => ms <= heard);
    return turn ? turn[1] + heard - turn[0] : starts + heard;
  };

  const again = () => state !== "still" && play(state === "plays" ? at() : begun);

  let known = "";

  /** Asks which voices and coaches there are, as soon as the language is known. */
  async function choices() {
    const language = given.language();
    if (!has("choices") || language === known) return;
    known = language;
    try {
      const { voices, coaches } = await ask("choices", { path: given.path(), language });
      for (const [select, names] of [[voice, voices.map((each) => each.name)], [coach, coaches]]) {
        const kept = select.value;
        fill(select, el("option", { value: "" }, w("as-written")), names.map((each) => el("option", { value: each }, each)));
        select.value = names.includes(kept) ? kept : "";
      }
    } catch { /* then it is heard as it is written */ }
  }

  function become(next) {
    state = next;
    const sign = { still: "▶", waits: "…", plays: "❚❚" }[state];
    fill(main, el("span", { "aria-hidden": "true" }, sign), ` ${w(state === "still" ? "play" : "stop")}`);
    main.classList.toggle("waits", state === "waits");
  }

  function follow() {
    cancelAnimationFrame(frame);
    if (state === "still") return;
    if (state === "plays") {
      const ms = at();
      time.textContent = clock(ms);
      given.onHead(ms);
      const heard = given.words().findLast((each) => each.at_ms <= ms && ms < each.end_ms + 1500);
      if (now.textContent !== (heard?.text ?? "")) now.textContent = heard?.text ?? "";
    }
    frame = requestAnimationFrame(follow);
  }

  async function play(from) {
    const mine = (asked += 1);
    sound.stop();
    sound.wake();
    begun = from;
    become("waits");
    time.textContent = clock(from);
    given.onHead(from);
    try {
      const answer = await ask("play", { path: given.path(), text: given.text(), from_ms: Math.round(from), fast: fast.checked, session: given.session(), voice: voice.value, coach: coach.value });
      if (mine !== asked) return;
      starts = answer.starts_ms;
      turns = fast.checked ? answer.turns ?? [] : [];
      loud.has(answer.music);
      await sound.begin(answer.url);
      if (mine !== asked) return;
      become("plays");
      follow();
    } catch (error) {
      if (mine !== asked) return;
      stop();
      tellError(error);
    }
  }

  function pause() {
    if (state === "plays") begun = at();
    stop(true);
  }

  function stop(stay = false) {
    asked += 1;
    sound.stop();
    if (!stay) begun = 0;
    become("still");
    cancelAnimationFrame(frame);
    if (!stay) {
      given.onHead(null);
      now.textContent = "";
    }
  }

  become("still");
  if (has("play")) {
    fill(host, main, time, el("label", { class: "switch" }, fast, " ", w("fast")), loud.host, now,
      has("choices") ? el("details", { class: "otherwise" }, el("summary", {}, w("otherwise")),
        el("p", { class: "ways" }, el("label", {}, w("voice"), " ", voice), el("label", {}, w("coach"), " ", coach))) : null);
    host.querySelector("details")?.addEventListener("toggle", choices);
  }
  return { play, stop, toggle: () => main.click(), begin: (ms) => state === "still" && ((begun = ms), (time.textContent = clock(ms))) };
}
