// What was written and not saved in an earlier page: each of it is offered, and none goes before it was shown.
import { TAB, ask } from "./api.js";
import { notice, tell, tellError, unnotice } from "./told.js";
import { spoken, w } from "./words.js";

/** `drafts`: the last first. `given`: replace(text). Gives saved(text), to be called when a text was saved. */
export function offerDrafts(path, drafts, given) {
  const taken = []; // tabs whose drafts are in the text now
  const open = new Map(drafts.map((each) => [each.tab, each.text]));
  const id = (name) => `draft-${name}`;
  const discard = (tabs) => ask("discard", { path, tab: TAB, tabs }).catch(tellError);

  const when = (seconds) => new Intl.DateTimeFormat(spoken(), { dateStyle: "medium", timeStyle: "medium" }).format(new Date(seconds * 1000));
  for (const { tab, text, written } of drafts) {
    const which = drafts.length > 1 ? ` ${when(written)}` : "";
    notice(id(tab), w("draft-found") + which, [
      [w("draft-take"), () => {
        open.delete(tab);
        taken.push(tab);
        given.replace(text);
        tell(w("draft-taken"));
      }],
      [w("draft-leave"), () => {
        open.delete(tab);
        discard([tab]);
      }],
    ]);
  }

  return {
    saved(text) {
      for (const [tab, offered] of open) {
        if (offered !== text) continue;
        open.delete(tab);
        unnotice(id(tab)); // the server drops what is in the file
      }
      if (taken.length) discard(taken.splice(0));
    },
  };
}
