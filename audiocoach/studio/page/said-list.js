// The timeline as a list: each step with its words, for whoever does not see the picture, or reads better than it looks.
import { has } from "./api.js";
import { button, clock, el, fill } from "./dom.js";
import { w } from "./words.js";

/** `given`: onStep(id, at), onWord(line, at, id), onPlay(at), kind(kind). */
export function saidList(host, given) {
  let rows = [];
  let shown = "";

  function show(answer) {
    const now = JSON.stringify([answer.steps, answer.words, answer.left_out]);
    if (now === shown) return;
    shown = now;
    const open = host.querySelector("details")?.open ?? matchMedia("(min-width: 60rem)").matches;
    const words = [...(answer.words ?? [])];
    rows = [];
    const items = (answer.steps ?? []).map((step, place) => {
      const last = place === answer.steps.length - 1;
      const mine = [];
      while (words.length && (words[0].at_ms < step.end_ms || last)) mine.push(words.shift());
      const round = step.round ? ` · ${step.round}/${step.rounds}` : "";
      return el("li", { class: `k-${step.kind}`, data: { of: step.id } },
        el("div", { class: "line" },
          el("span", { class: "dot", "aria-hidden": "true" }),
          button([el("b", {}, step.name), el("span", { class: "quiet" }, ` ${given.kind(step.kind)}${round}`)],
            () => given.onStep(step.id, step.start_ms), { class: "of" }),
          el("span", { class: "long" }, clock(Math.round((step.end_ms - step.start_ms) / 1000) * 1000)),
          has("play") && button("▶", () => given.onPlay(step.start_ms), { class: "from", "aria-label": w("play-from", clock(step.start_ms)) }),
        ),
        mine.length
          ? el("ul", {}, mine.map((word) => {
            const row = el("li", { class: `said by-${word.by}` },
              button([el("span", { class: "at" }, clock(word.at_ms)), " ", word.text],
                () => given.onWord(word.line, word.at_ms, word.step)),
            );
            rows.push([word.at_ms, word.end_ms, row]);
            return row;
          }))
          : null,
      );
    });
    const left = answer.left_out ?? [];
    fill(host,
      el("details", { open },
        el("summary", {}, w("as-list", (answer.steps ?? []).length, (answer.words ?? []).length)),
        el("ol", { class: "said-list" }, items),
      ),
      left.length
        ? el("details", { class: "left-out" },
          el("summary", {}, w("left-out", left.length)),
          el("ul", {}, left.map((each) => el("li", {},
            button([el("span", { class: "at" }, clock(each.at_ms)), " ", each.text], () => given.onWord(each.line, each.at_ms, "")),
            el("p", { class: "hint" }, each.why),
          ))),
        )
        : null,
    );
  }

  return {
    show,
    /** Marks what is heard at a moment. */
    head(ms) {
      for (const [from, to, row] of rows) {
        const now = ms !== null && from <= ms && ms < to;
        if (now !== row.classList.contains("now")) {
          row.classList.toggle("now", now);
          const list = host.querySelector(".said-list"); // alone: the picture stays where it is
          if (now) list.scrollTop += row.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
        }
      }
    },
    light(ids) {
      for (const each of host.querySelectorAll("li[data-of]")) each.classList.toggle("lit", ids.has(each.dataset.of));
    },
  };
}
