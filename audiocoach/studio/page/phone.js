// A phone nearby: a folder to share is made, and shown by a second server that only reads; ended by a button.
import { TAB, ask, askLast, has } from "./api.js";
import { button, drawing, el, fill } from "./dom.js";
import { forWhom, refusals } from "./for-whom.js";
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
      const { url, qr_svg: qr, command } = await ask("phone", { folder: made.folder, path: given.path(), tab: TAB });
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

  async function share(values) {
    if (busy || !(await given.save())) return;
    busy = true;
    const made = await work(host, w("sharing"), "share", { path: given.path(), ...values });
    busy = false;
    if (!made || left) return;
    if ((made.people?.length ?? 0) > 1 || made.refused?.length) pick(made);
    else await show(made);
  }

  function choose(whom) {
    const form = el("form", {
      class: "ask", onsubmit: (event) => {
        event.preventDefault();
        share(whom.values());
      },
    }, whom.host, el("button", { type: "submit", class: "strong" }, w("phone")), button(w("cancel"), () => fill(host)));
    fill(host, form);
    form.querySelector("select").focus();
  }

  /** Each has a folder: one of them is shown. */
  function pick(made) {
    fill(host, el("section", { class: "making phone", "aria-label": w("phone") },
      el("h2", {}, w("shared-each")),
      el("ul", { class: "people" }, made.people.map((each) => el("li", {}, button(each.name, () => show({ ...made, ...each }))))),
      refusals(made.refused),
      (made.notes ?? []).map((each) => el("p", { class: "hint" }, each)),
      commandLine(made.command)));
    host.scrollIntoView({ block: "nearest" });
    host.querySelector("li button")?.focus();
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
      if (busy || !has("phone") || !has("share")) return;
      const whom = await forWhom();
      if (whom) choose(whom);
      else await share({});
    },
  };
}
