// What the page says of itself: in a corner for a while, and read aloud; or as a bar that stays until it is answered.
import { button, el, fill } from "./dom.js";
import { w } from "./words.js";

let timer = 0;

export function tell(message, hint = "", { wrong = false } = {}) {
  const place = document.getElementById("told");
  clearTimeout(timer);
  fill(
    place,
    el("div", { class: wrong ? "toast wrong" : "toast" },
      el("p", {}, message), hint ? el("p", { class: "hint" }, hint) : null,
      button("×", () => fill(place), { class: "close", "aria-label": w("dismiss") }),
    ),
  );
  if (!wrong) timer = setTimeout(() => fill(place), 6000);
}

export function tellError(error) {
  if (error.answer?.gone) tell(w("gone"), w("gone-hint"), { wrong: true });
  else tell(error.message || String(error), error.hint ?? "", { wrong: true });
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
