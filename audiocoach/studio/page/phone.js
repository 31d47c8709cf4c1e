// A phone nearby: a folder to share is made, and shown by a second server that only reads; ended by a button.
import { ask, has } from "./api.js";
import { button, drawing, el, fill } from "./dom.js";
import { commandLine, work } from "./jobs.js";
import { tellError } from "./told.js";
import { w } from "./words.js";

/** `given`: path(), save() -> Promise<boolean>. */
export function phone(host, given) {
  let busy = false;

  async function end() {
    try {
      await ask("phone-end");
    } catch (error) {
      tellError(error);
    }
    fill(host);
  }

  async function show(made) {
    try {
      const { url, qr_svg: qr, command } = await ask("phone", { folder: made.folder });
      fill(host, el("section", { class: "making phone", "aria-label": w("phone") },
        el("h2", {}, w("phone")),
        el("p", {}, w("phone-how")),
        el("div", { class: "qr", role: "img", "aria-label": w("phone-qr") }, qr ? drawing(qr) : null),
        el("p", {}, el("a", { href: url, target: "_blank", rel: "noreferrer" }, url)),
        el("p", { class: "hint" }, w("phone-open")),
        button(w("phone-end"), end, { class: "strong" }),
        commandLine(made.command), commandLine(command),
      ));
      host.scrollIntoView({ block: "nearest" });
    } catch (error) {
      fill(host);
      tellError(error);
    }
  }

  return {
    async begin() {
      if (busy || !has("phone") || !has("share") || !(await given.save())) return;
      busy = true;
      const made = await work(host, w("sharing"), "share", { path: given.path() });
      busy = false;
      if (made) await show(made);
    },
  };
}
