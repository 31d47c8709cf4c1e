// A mistake, its hint, and each of its mends as a button.
import { button, el } from "./dom.js";
import { w } from "./words.js";

/** Draws one; `mend(edits)` writes a mend, `goTo(line)` is for where it does not stand under its line. */
export function problemCard(problem, mend, goTo = null) {
  return el("div", { class: `problem ${problem.severity}`, role: "note" },
    el("p", {},
      el("span", { class: "what" }, w(problem.severity)), " ",
      goTo && problem.line ? button(w("line", problem.line), () => goTo(problem.line), { class: "link" }) : null,
      goTo ? " " : null,
      problem.message,
    ),
    problem.hint ? el("p", { class: "hint" }, problem.hint) : null,
    problem.mends?.length
      ? el("p", { class: "mends" }, problem.mends.map((each) => button(each.title, () => mend(each.edits))))
      : null,
  );
}

/** Says how many there are, in a few words. */
export function summary(problems) {
  const wrong = problems.filter((each) => each.severity === "error").length;
  const doubts = problems.length - wrong;
  if (!problems.length) return w("nothing-wrong");
  return [wrong ? w("mistakes", wrong) : "", doubts ? w("remarks", doubts) : ""].filter(Boolean).join(" · ");
}
