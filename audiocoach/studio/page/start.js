// Where one begins: templates, the folder's scripts, a file from elsewhere.
import { TAB, ask, has } from "./api.js";
import { button, el, fill } from "./dom.js";
import { tell, tellError } from "./told.js";
import { spoken, w } from "./words.js";

const bytesOf = (file) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(file);
});

function when(modified) {
  const date = new Date(typeof modified === "number" ? modified * (modified < 1e11 ? 1000 : 1) : modified);
  return Number.isNaN(date.getTime()) ? "" : new Intl.DateTimeFormat(spoken(), { dateStyle: "medium", timeStyle: "short" }).format(date);
}

/** `open(opened)` shows a script that the server gave; `again()` draws all of this anew. */
export function start(host, state, open, again) {
  let busy = false;

  async function opening(name, values) {
    if (busy) return;
    busy = true;
    try {
      open(await ask(name, { ...values, tab: TAB }));
    } catch (error) {
      tellError(error);
    } finally {
      busy = false;
    }
  }

  async function bring(file) {
    if (!file) return;
    try {
      await opening("import", { name: file.name, base64: await bytesOf(file) });
    } catch (error) {
      tellError(error);
    }
  }

  /** Asks for another name of a script's file, in its place in the list. */
  function naming(row, each) {
    const name = el("input", { type: "text", required: true, maxLength: 200, value: each.path.split("/").at(-1).replace(/\.ya?ml$/, "") });
    const form = el("form", { class: "ask", onsubmit: async (event) => {
      event.preventDefault();
      try {
        const { notes } = await ask("rename", { path: each.path, name: name.value, tab: TAB });
        await again();
        if (notes.length) tell(notes.join("\n"));
      } catch (error) {
        tellError(error);
      }
    } },
    el("label", {}, w("file-name"), " ", name), el("button", { type: "submit", class: "strong" }, w("rename")),
    button(w("cancel"), () => form.replaceWith(row)));
    row.replaceWith(form);
    name.select();
  }

  function listed(each) {
    const called = each.title || each.path;
    const row = el("div", { class: "one" },
      button([
        el("b", {}, called), " ",
        el("span", { class: "quiet" }, [each.path, each.kind === "programme" ? w("programme") : "", when(each.modified)].filter(Boolean).join(" · ")),
      ], () => opening("open", { path: each.path }), { class: "row" }),
      has("rename") ? button(w("act-rename"), () => naming(row, each), { class: "link", "aria-label": w("rename-file", each.path) }) : null,
      has("duplicate") ? button(w("act-double"), () => opening("duplicate", { path: each.path }),
        { class: "link", "aria-label": w("duplicate-file", each.path) }) : null);
    return el("li", {}, row);
  }

  const title = (each) => (w(`template-${each.id}`) === `template-${each.id}` ? each.title : w(`template-${each.id}`));
  const about = (each) => (w(`about-${each.id}`) === `about-${each.id}` ? each.about : w(`about-${each.id}`));
  const input = el("input", { type: "file", class: "unseen", id: "import", tabIndex: -1, "aria-hidden": "true", onchange: () => {
    bring(input.files[0]);
    input.value = "";
  } });

  const taking = {
    ondragover: (event) => has("import") && event.preventDefault(),
    ondrop: (event) => {
      if (!has("import") || !event.dataTransfer?.files.length) return;
      event.preventDefault();
      bring(event.dataTransfer.files[0]);
    },
  };
  fill(host, el("div", { class: "start", ...taking },
    el("h1", {}, w("what-today")),
    el("ul", { class: "cards" }, state.templates.map((each) => el("li", {},
      button([el("b", {}, title(each)), el("span", {}, about(each))], () => opening("new", { template: each.id, name: title(each), language: spoken() }),
        { class: "card", data: { template: each.id } }),
    )),
    has("import")
      ? el("li", {}, button([el("b", {}, w("import")), el("span", {}, w("import-about"))], () => input.click(), { class: "card" }), input)
      : null),
    el("h2", {}, w("scripts")),
    el("p", { class: "quiet" }, w("folder", state.folder)),
    state.scripts.length
      ? el("ul", { class: "scripts" }, state.scripts.map(listed))
      : el("p", {}, w("no-scripts")),
    state.editor ? null : el("p", { class: "quiet small" }, w("plain-field")),
  ));
}
