// The picture of a session: a tap goes to its line, the arrows go from step to step, the head follows what is played.
import { drawing } from "./dom.js";

/**
 * `given`: onStep(id, at, { line }), onWord(line, at), onPlay(at), onLonger(id, seconds), onMenu(id).
 * The picture is one stop for the tabulator: left and right go along it, up and down between steps and words.
 */
export function timeline(host, given) {
  let svg = null;
  let drawn = ""; // what it was made of
  let chosen = "";
  let place = 0; // which of the marks the tabulator stops at
  let steps = [];
  let sets = [];

  const marks = (kind) => [...(svg?.querySelectorAll(kind) ?? [])];

  function stop(mark, focus) {
    for (const each of marks("[tabindex='0']")) each.setAttribute("tabindex", "-1");
    if (!mark) return;
    mark.setAttribute("tabindex", "0");
    place = Number(mark.dataset.at);
    if (focus) {
      mark.focus({ preventScroll: true });
      seen(mark);
    }
  }

  function seen(mark) {
    const [box, around] = [mark.getBoundingClientRect(), host.getBoundingClientRect()];
    if (box.left < around.left + 8) host.scrollLeft -= around.left - box.left + 24;
    else if (box.right > around.right - 8) host.scrollLeft += Math.min(box.right - around.right + 24, box.left - around.left - 24);
  }

  function act(mark) {
    stop(mark, true);
    if (mark.dataset.step !== undefined) given.onStep(mark.dataset.step, Number(mark.dataset.at));
    else given.onWord(Number(mark.dataset.line), Number(mark.dataset.at), mark.dataset.of);
  }

  host.addEventListener("click", (event) => {
    const mark = event.target.closest?.("[data-at]");
    if (mark && svg?.contains(mark)) act(mark);
  });
  host.addEventListener("pointerover", (event) => {
    const mark = event.target.closest?.("[data-at]");
    if (!mark || mark.querySelector("title")) return;
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title"); // shown where the pointer rests
    title.textContent = mark.getAttribute("aria-label");
    mark.prepend(title);
  });
  host.addEventListener("dblclick", (event) => {
    const mark = event.target.closest?.("[data-at]");
    if (mark && svg?.contains(mark)) given.onPlay(Number(mark.dataset.at));
  });
  host.addEventListener("keydown", (event) => {
    const mark = event.target.closest?.("[data-at]");
    if (!mark || event.ctrlKey || event.metaKey || event.altKey) return;
    const isStep = mark.dataset.step !== undefined;
    const row = marks(isStep ? ".step" : ".word");
    const others = marks(isStep ? ".word" : ".step");
    const at = row.indexOf(mark);
    const near = () => others.findLast((each) => Number(each.dataset.at) <= Number(mark.dataset.at)) ?? others[0];
    const ways = {
      ArrowRight: () => stop(row[Math.min(at + 1, row.length - 1)], true),
      ArrowLeft: () => stop(row[Math.max(at - 1, 0)], true),
      ArrowDown: () => isStep && others.length && stop(others.find((each) => each.dataset.of === mark.dataset.step && Number(each.dataset.at) >= Number(mark.dataset.at)) ?? near(), true),
      ArrowUp: () => !isStep && stop(near(), true),
      Home: () => stop(row[0], true),
      End: () => stop(row.at(-1), true),
      Enter: () => act(mark),
      " ": () => given.onPlay(Number(mark.dataset.at)),
      "+": () => isStep && given.onLonger(mark.dataset.step, 5),
      "=": () => isStep && given.onLonger(mark.dataset.step, 5),
      "-": () => isStep && given.onLonger(mark.dataset.step, -5),
      Delete: () => isStep && given.onRemove(mark.dataset.step),
    };
    if (ways[event.key]) {
      event.preventDefault();
      ways[event.key]();
    }
  });

  /** Names the steps that a place of the text belongs to: of what is about a set, all that are in it. */
  function belonging(line, column) {
    const inside = (each) => each.line <= line && line <= each.last_line;
    const here = steps.filter(inside);
    const exactly = here.filter(({ columns }) => !columns || (columns[0] <= column && column <= columns[1]));
    if (here.length) return (exactly.length ? exactly : here).map((each) => each.id);
    const around = sets.filter(inside).at(-1);
    return around ? steps.map((each) => each.id).filter((id) => id.startsWith(`${around.id}/`)) : [];
  }

  function choose(id) {
    chosen = id;
    for (const each of marks(".step")) {
      each.classList.toggle("chosen", each.dataset.step === id);
      each.setAttribute("aria-pressed", String(each.dataset.step === id));
    }
  }

  return {
    /** Shows a new picture; what was chosen, and where the focus was, stay. */
    show(answer) {
      [steps, sets] = [answer.steps ?? [], answer.sets ?? []];
      if (svg && answer.svg === drawn) return svg.classList.toggle("measured", Boolean(answer.measured));
      drawn = answer.svg;
      const had = svg?.contains(document.activeElement) ? document.activeElement : null;
      const wasStep = had?.dataset.step !== undefined;
      const left = host.scrollLeft;
      svg = answer.svg ? drawing(answer.svg) : null;
      svg?.classList.toggle("measured", Boolean(answer.measured));
      host.replaceChildren(...(svg ? [svg] : []));
      host.scrollLeft = left;
      if (!svg) return;
      const row = marks(had && !wasStep ? ".word" : ".step");
      const same = had && wasStep ? row.filter((each) => each.dataset.step === (chosen || had.dataset.step)) : row;
      const nearest = (same.length ? same : row).findLast((each) => Number(each.dataset.at) <= place) ?? same[0] ?? row[0];
      stop(nearest, Boolean(had));
      if (chosen) choose(steps.some((each) => each.id === chosen) ? chosen : "");
    },
    choose,
    chosen: () => chosen,
    at: () => place,
    /** Marks the steps that a place of the text belongs to. */
    light(line, column) {
      const lit = new Set(belonging(line, column));
      for (const each of marks(".step")) each.classList.toggle("lit", lit.has(each.dataset.step));
      for (const each of marks(".word")) each.classList.toggle("lit", Number(each.dataset.line) === line);
      return lit;
    },
    /** Puts the head at a moment, or takes it away. */
    head(ms, follow) {
      const head = svg?.querySelector(".head");
      if (!head) return;
      head.setAttribute("visibility", ms === null ? "hidden" : "visible");
      if (ms === null) return;
      const wide = svg.viewBox.baseVal.width;
      head.setAttribute("x", String((wide * ms) / Number(svg.dataset.length)));
      if (follow) seen(head);
      for (const each of marks(".word")) {
        each.classList.toggle("heard", Number(each.dataset.at) <= ms && ms < Number(each.dataset.at) + 4000);
      }
    },
    focus(id) {
      stop(marks(".step").find((each) => each.dataset.step === id), true);
    },
    svg: () => svg,
  };
}
