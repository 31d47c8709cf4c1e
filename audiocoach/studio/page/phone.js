// A phone nearby: what is shared, and a second server for it, which only reads; ended by a button.
import { ask, has } from "./api.js";
import { button, drawing, el, fill } from "./dom.js";
import { commandLine } from "./maker.js";
import { tellError } from "./told.js";
import { w } from "./words.js";

/** `given`: path(), save() -> Promise<boolean>. */
export function phone(host, given) {
  async function end() {
    try {
      await ask("phone-end");
    } catch (error) {
      tellError(error);
    }
    fill(host);
  }

  async function begin() {
    if (!has("phone") || !(await given.save())) return;
    fill(host, el("section", { class: "making" }, el("p", { class: "quiet" }, w("sharing")), el("progress", {})));
    try {
      const { url, qr_svg: qr, command } = await ask("phone", { path: given.path() });
      fill(host, el("section", { class: "making phone", "aria-label": w("phone") },
        el("h2", {}, w("phone")),
        el("p", {}, w("phone-how")),
        el("div", { class: "qr", role: "img", "aria-label": w("phone-qr") }, qr ? drawing(qr) : null),
        el("p", {}, el("code", {}, url)),
        el("p", { class: "hint" }, w("phone-open")),
        button(w("phone-end"), end, { class: "strong" }),
        commandLine(command),
      ));
    } catch (error) {
      fill(host);
      tellError(error);
    }
  }
  return { begin, end: () => fill(host) };
}
