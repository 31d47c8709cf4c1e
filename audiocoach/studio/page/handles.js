// The handle at the end of the chosen step: it is dragged in steps of five seconds, and what comes of it is shown first.
import { clock } from "./dom.js";

const STEP_MS = 5000;

/** `given`: host, svg(), step() -> {id, start_ms, end_ms} | null, onLonger(id, seconds), label. */
export function handles(given) {
  const SVG = "http://www.w3.org/2000/svg";
  let drag = null;

  function place() {
    const svg = given.svg();
    svg?.querySelector(".handle")?.remove();
    const step = given.step();
    if (!svg || !step) return;
    const scale = svg.viewBox.baseVal.width / Number(svg.dataset.length);
    const made = document.createElementNS(SVG, "g");
    made.setAttribute("class", "handle");
    made.setAttribute("aria-hidden", "true");
    for (const [kind, wide, at] of [["hit", 24, 12], ["grip", 6, 3]]) {
      const rect = document.createElementNS(SVG, "rect");
      for (const [key, value] of Object.entries({ class: kind, x: step.end_ms * scale - at, y: 14, width: wide, height: 104, rx: 3 })) {
        rect.setAttribute(key, String(value));
      }
      made.append(rect);
    }
    const text = document.createElementNS(SVG, "text");
    for (const [key, value] of Object.entries({ class: "dragged", y: 12, "font-size": 13, "text-anchor": "middle" })) {
      text.setAttribute(key, String(value));
    }
    made.append(text);
    svg.append(made);
    made.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      made.setPointerCapture(event.pointerId);
      drag = { from: event.clientX, scale, by: 0, step };
    });
    made.addEventListener("pointermove", (event) => {
      if (!drag) return;
      const shown = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      const ms = (event.clientX - drag.from) / (drag.scale * shown);
      const length = step.end_ms - step.start_ms;
      drag.by = Math.max(Math.round(ms / STEP_MS), Math.ceil((STEP_MS - length) / STEP_MS));
      const end = (step.end_ms + drag.by * STEP_MS) * scale;
      made.querySelector(".grip").setAttribute("x", String(end - 3));
      text.setAttribute("x", String(Math.min(Math.max(end, 24), svg.viewBox.baseVal.width - 24)));
      text.textContent = clock(length + drag.by * STEP_MS);
    });
    made.addEventListener("pointerup", () => {
      const { by, step: of } = drag ?? {};
      drag = null;
      if (by) given.onLonger(of.id, by * 5);
      else place();
    });
    made.addEventListener("pointercancel", () => {
      drag = null;
      place();
    });
  }
  return { place };
}
