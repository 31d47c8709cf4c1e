// The plain text field: what the page has without the better one, behind the same doors.
//
// `given`: text, label, onChange(text), onCursor(line, column), onSave(), onPlay(), complete(offset, text), card(problem).
// Offsets are UTF-16 units, lines are counted from 1.
import { el, fill } from "./dom.js";

export function createField(host, given) {
  const area = el("textarea", {
    class: "plain", spellcheck: false, autocapitalize: "off", wrap: "soft", "aria-label": given.label,
  });
  const below = el("div", { class: "below" });
  area.value = given.text;
  host.append(area, below);
  let known = -1;

  const line = () => area.value.slice(0, area.selectionStart).split("\n").length;
  const startOf = (number) => area.value.split("\n").slice(0, number - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const column = () => area.selectionStart - area.value.lastIndexOf("\n", area.selectionStart - 1);
  const moved = () => {
    if (area.selectionStart === known) return;
    known = area.selectionStart;
    given.onCursor(line(), column());
  };
  area.addEventListener("input", () => {
    given.onChange(area.value);
    moved();
  });
  for (const name of ["keyup", "click", "focus"]) area.addEventListener(name, moved);
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.altKey) return given.onPlay();
    if (event.shiftKey || event.ctrlKey || event.metaKey) return;
    // A new line begins under the one before.
    event.preventDefault();
    const [margin] = /^ */.exec(area.value.slice(area.value.lastIndexOf("\n", area.selectionStart - 1) + 1, area.selectionStart));
    write(area.selectionStart, area.selectionEnd, `\n${margin}`);
  });

  /** Writes as typing does, so that the browser's own undo takes it back. */
  function write(from, to, text) {
    area.focus();
    area.setSelectionRange(from, to);
    const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (!done && (text || from !== to)) area.setRangeText(text, from, to, "end");
  }

  return {
    text: () => area.value,
    replace: (text) => write(0, area.value.length, text),
    apply(edits, select) {
      const before = document.activeElement;
      for (const { from, to, text } of [...edits].sort((a, b) => b.from - a.from)) {
        if (from !== to || text) write(from, to, text);
      }
      if (select) area.setSelectionRange(select.from, select.to);
      if (before !== area) before?.focus?.({ preventScroll: true }); // writing needs it; who pressed a key on the picture goes on there
      given.onChange(area.value);
      moved();
    },
    goTo(number, focus = true, first = 1) {
      const at = startOf(number) + first - 1;
      if (focus) area.focus();
      area.setSelectionRange(at, at + (area.value.slice(at).split("\n")[0] ?? "").length);
      area.scrollTop = (number - 4) * parseFloat(getComputedStyle(area).lineHeight);
      moved();
    },
    light: () => {},
    showProblems: (problems) => fill(below, problems.map((each) => given.card(each, true))),
    focus: () => area.focus(),
    line,
    column,
    undo: () => (area.focus(), document.execCommand("undo")),
    redo: () => (area.focus(), document.execCommand("redo")),
    end: () => {},
  };
}
