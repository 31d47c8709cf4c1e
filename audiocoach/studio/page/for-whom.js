// For whom something is made: nobody by name, or all or one of a table of athletes that lies in the folder.
import { ask, has } from "./api.js";
import { el, fill } from "./dom.js";
import { tellError } from "./told.js";
import { w } from "./words.js";

/** Gives { host, values() }, or null where there is no table to choose. */
export async function forWhom() {
  if (!has("people")) return null;
  let tables = [];
  try {
    ({ tables } = await ask("people", {}));
  } catch { /* then it is for nobody by name */ }
  if (!tables.length) return null;
  const table = el("select", { onchange: read }, el("option", { value: "" }, w("for-nobody")), tables.map((each) => el("option", { value: each }, each)));
  const person = el("select");
  const which = el("label", { hidden: true }, w("for-one"), " ", person);

  async function read() {
    which.hidden = true;
    fill(person);
    const wanted = table.value;
    if (!wanted) return;
    try {
      const { people } = await ask("people", { athletes: wanted });
      if (wanted !== table.value) return;
      fill(person, el("option", { value: "" }, w("for-all")), people.map((each) => el("option", { value: each }, each)));
      which.hidden = false;
    } catch (error) {
      table.value = "";
      tellError(error);
    }
  }

  return {
    host: [el("label", {}, w("for-whom"), " ", table), which],
    values: () => (table.value ? { athletes: table.value, athlete: person.value } : {}),
  };
}

/** Lists who got nothing, and why. */
export function refusals(refused) {
  if (!refused?.length) return null;
  return el("div", { class: "refused", role: "status" },
    el("p", { class: "wrong" }, w("refused", refused.length)),
    el("ul", {}, refused.map((each) => el("li", {}, [each.name, each.message].filter(Boolean).join(": "), each.hint ? el("span", { class: "quiet" }, ` ${each.hint}`) : null))));
}
