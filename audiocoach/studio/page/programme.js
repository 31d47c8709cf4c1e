// A programme's sessions, and the values of its rule as sliders: the chart beside them is alive.
import { has } from "./api.js";
import { button, clock, drawing, el, fill } from "./dom.js";
import { w } from "./words.js";

/** Names a value for people: `running/start` is the variable's own name, and which part of its rule. */
function named({ key, label }) {
  const at = key.indexOf("/");
  if (at < 0) return key;
  const [name, part] = [key.slice(0, at), key.slice(at + 1)];
  const week = /^week (\d+)$/.exec(part);
  const said = week ? w("value-week", week[1]) : w(`value-${part}`);
  return said.startsWith("value-") ? label : `${name}: ${said}`;
}

/** `given`: act(name, values), onLook(session) for one of them, session() -> the one that is looked at. */
export function programme(host, given) {
  let timer = 0;

  function slider(value) {
    const shown = el("output", {}, value.text ?? String(value.value));
    const input = el("input", {
      type: "range", min: value.least, max: value.most, step: value.step, value: value.value,
      "aria-valuetext": value.text ?? String(value.value), data: { key: value.key },
    });
    input.addEventListener("input", () => {
      shown.textContent = value.unit === "length" ? clock(Number(input.value)) : input.value;
      clearTimeout(timer);
      timer = setTimeout(() => given.act("set-value", { key: value.key, value: Number(input.value) }), 200);
    });
    return el("label", { class: "slider", title: value.about ?? "" }, el("span", {}, named(value)), input, shown);
  }

  return {
    show(answer) {
      const focused = host.contains(document.activeElement) ? document.activeElement.dataset.key : null;
      const values = has("act") ? answer.values ?? [] : [];
      const opened = host.querySelector("details")?.open ?? true;
      fill(host,
        values.length ? el("div", { class: "sliders" }, el("h2", {}, w("values")), values.map(slider)) : null,
        el("div", { class: "chart-box" }, answer.svg ? drawing(answer.svg) : null),
        el("details", { open: opened },
          el("summary", {}, w("sessions", (answer.sessions ?? []).length)),
          el("ol", { class: "sessions" }, (answer.sessions ?? []).map((each) => el("li", {},
            button([el("b", {}, each.id), ` ${each.title} `, el("span", { class: "quiet" }, clock(each.length_ms))],
              () => given.onLook(each.id), { class: "row", "aria-pressed": String(given.session() === each.id), data: { key: each.id } }),
          )))),
      );
      if (focused) host.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    },
  };
}
