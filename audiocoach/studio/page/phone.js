// A phone nearby: a folder to share is made, and shown by a second server that only reads; ended by a button.
import { ask, askLast, has } from "./api.js";
import { button, drawing, el, fill } from "./dom.js";
import { commandLine, work } from "./jobs.js";
import { tellError } from "./told.js";
import { w } from "./words.js";

/** `given`: path(), save() -> Promise<boolean>, running: the address of what runs already, or none. */
export function phone(host, given) {
  let busy = false;
  let begun = false; // by this page, which ends it, too
  let left = false;

  async function end() {
    begun = false;
    try {
      await ask("phone-end");
    } catch (error) {
      tellError(error);
    }
    fill(host);
  }

  async function show(made) {
    try {
      begun = true;
      const { url, qr_svg: qr, command } = await ask("phone", { folder: made.folder });
      if (left) return leave();
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

  /** A server that runs from before is shown, so that it can be ended. */
  function runs(url) {
    fill(host, el("section", { class: "making phone", "aria-label": w("phone") },
      el("h2", {}, w("phone")),
      el("p", {}, el("a", { href: url, target: "_blank", rel: "noreferrer" }, url)),
      el("p", { class: "hint" }, w("phone-open")),
      button(w("phone-end"), end, { class: "strong" }),
    ));
  }

  /** What the page has begun ends with it. */
  function leave() {
    left = true;
    if (begun) askLast("phone-end");
    begun = false;
  }

  if (given.running) runs(given.running);
  addEventListener("pagehide", leave);

  return {
    end() {
      removeEventListener("pagehide", leave);
      leave();
    },
    async begin() {
      if (busy || !has("phone") || !has("share") || !(await given.save())) return;
      busy = true;
      const made = await work(host, w("sharing"), "share", { path: given.path() });
      busy = false;
      if (made && !left) await show(made);
    },
  };
}
