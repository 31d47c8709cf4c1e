// Makes the file, to be saved; then what else there can be of it: a sheet to print, a picture, another kind of file.
import { fileAddress, has } from "./api.js";
import { button, el, fill } from "./dom.js";
import { forWhom, refusals } from "./for-whom.js";
import { commandLine, work } from "./jobs.js";
import { w } from "./words.js";

const megabytes = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

export const fileLink = ({ path, bytes }) => {
  const name = path.split("/").at(-1);
  return el("li", {},
    el("a", { href: fileAddress(path), download: name, class: "strong" }, w("save-file", name)),
    " ", el("span", { class: "quiet" }, megabytes(bytes)));
};

/** `given`: path(), text(), save() -> Promise<boolean>, sessions() -> a programme's, or none. */
export function maker(host, given) {
  let busy = false;
  let of = ""; // the text that what is shown was made of
  const older = el("p", { class: "hint older", role: "status" });

  async function make(values) {
    if (busy || !has("render") || !(await given.save())) return;
    busy = true;
    const text = given.text();
    const made = await work(host, w("making"), "render", { path: given.path(), ...values }, text);
    busy = false;
    if (!made) return;
    of = text;
    show(made, values);
    changed();
  }

  function changed() {
    older.textContent = given.text() === of ? "" : w("made-before");
  }

  /** A programme has many sessions, and a table many people: which shall it be? */
  function choose(whom) {
    const sessions = given.sessions();
    const which = el("select", {}, el("option", { value: "" }, w("all-sessions")),
      sessions.map((each) => el("option", { value: each.id }, `${each.id} · ${each.title}`)));
    which.value = sessions[0]?.id ?? "";
    const form = el("form", {
      class: "ask", onsubmit: (event) => {
        event.preventDefault();
        make({ sessions: which.value ? [which.value] : [], ...whom?.values() });
      },
    }, sessions.length ? el("label", {}, w("which-session"), " ", which) : null, whom?.host,
    el("button", { type: "submit", class: "strong" }, w("make")), button(w("cancel"), () => fill(host)));
    fill(host, form);
    form.querySelector("select").focus();
  }

  async function begin() {
    const whom = await forWhom();
    if (whom || given.sessions().length) choose(whom);
    else make({});
  }

  function show({ files, notes, command, refused }, values) {
    const also = (kind, text) => (values.beside ?? []).includes(kind) ? null
      : button(text, () => make({ ...values, beside: [...(values.beside ?? []), kind] }));
    const others = el("select", { "aria-label": w("other-kind"), onchange: () => others.value && make({ ...values, kind: others.value }) },
      el("option", { value: "" }, w("other-kind")), ["m4a", "opus", "ogg", "flac", "wav"].map((each) => el("option", { value: each }, each)));
    fill(host, el("section", { class: "making done", "aria-label": w("made") },
      el("h2", {}, w("made")),
      older,
      button("×", () => fill(host), { class: "close", "aria-label": w("dismiss") }),
      el("ul", { class: "files" }, files.map(fileLink)),
      el("p", { class: "ways" }, also("pdf", w("sheet")), also("svg", w("picture")), given.sessions().length || values.athletes ? null : others),
      refusals(refused),
      (notes ?? []).map((each) => el("p", { class: "hint" }, each)),
      commandLine(command),
    ));
    host.scrollIntoView({ block: "nearest" });
    host.querySelector("a")?.focus();
  }

  return { make: begin, changed };
}
