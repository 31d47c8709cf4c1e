// What the page says of itself: in a corner for a while, and read aloud; or as a bar that stays until it is answered.
import { button, el, fill } from "./dom.js";
import { w } from "./words.js";

let timer = 0;
let matter = null; // what the mistake that is told is about

/** `about`: what a mistake is about, by which `untell` knows it: `text`, the script's that was wrong, or `gone`. */
export function tell(message, hint = "", { wrong = false, about = {} } = {}) {
  const place = document.getElementById("told");
  clearTimeout(timer);
  matter = wrong ? about : null;
  fill(
    place,
    el("div", { class: wrong ? "toast wrong" : "toast" },
      el("p", {}, message), hint ? el("p", { class: "hint" }, hint) : null,
      button("×", () => fill(place), { class: "close", "aria-label": w("dismiss") }),
    ),
  );
  if (!wrong) timer = setTimeout(() => fill(place), 6000);
}

/** Takes back a mistake that was told, once it is none any more. */
export function untell(isOver = () => true) {
  if (matter && isOver(matter)) {
    matter = null;
    fill(document.getElementById("told"));
  }
}

export function tellError(error, about = {}) {
  if (error.answer?.gone) tell(w("gone"), w("gone-hint"), { wrong: true, about: { gone: true } });
  else tell(error.message || String(error), error.hint ?? "", { wrong: true, about });
}

/** Puts a bar above the script: what is the case, and what can be done about it. */
export function notice(id, message, ways = []) {
  const place = document.getElementById("notices");
  if (!place) return;
  unnotice(id);
  place.append(
    el("div", { class: "notice", id: `notice-${id}`, role: "alert" },
      el("p", {}, message),
      el("div", { class: "ways" }, ways.map(([text, act]) => button(text, () => {
        unnotice(id);
        act();
      }))),
    ),
  );
}

export function unnotice(id) {
  document.getElementById(`notice-${id}`)?.remove();
}
