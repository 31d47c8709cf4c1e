// The file behind the text: saved when it is asked for, kept as a draft meanwhile, and noticed when others change it.
import { TAB, ask, askLast, has, otherTab } from "./api.js";
import { offerDrafts } from "./offered-drafts.js";
import { notice, tellError, unnotice } from "./told.js";
import { w } from "./words.js";

const DRAFT_MS = 1000;
const LOOK_MS = 20_000;
const NO_FILE = "";

/**
 * `opened`: what the server gave. `given`: text(), replace(text), onState(saved); `carried`: what stood in the page
 * before it was drawn anew, or null.
 */
export function scriptFile(opened, given, carried = null) {
  let { digest } = carried ?? opened;
  let saved = carried ? carried.saved : opened.text; // null: there is no file
  let timer = 0;
  let told = null; // the file's state that was told last
  let failed = false; // the last draft could not be kept
  let kept = null; // the text that is kept as a draft

  const { path } = opened;
  const dirty = () => given.text() !== saved;

  function state() {
    given.onState(!dirty());
  }

  async function save(over = null) {
    clearTimeout(timer);
    const text = given.text();
    if (text === saved && over === null) return true;
    try {
      const answer = await ask("save", { path, text, digest: over ?? digest, tab: TAB });
      digest = answer.digest;
      saved = text;
      told = null;
      failed = false;
      unnotice("changed");
      drafts.saved(text);
      state();
      return true;
    } catch (error) {
      if (error.status === 409) changed(error.answer.text, error.answer.digest);
      else tellError(error);
      return false;
    }
  }

  /** Another program has written the file: both are kept until somebody says which. */
  function changed(text, other) {
    told = other;
    if (other === NO_FILE) {
      digest = NO_FILE; // there is nothing that could be written over
      saved = null;
      state();
      notice("changed", w("file-gone"), [[w("save-again"), () => save()]]);
      return;
    }
    if (text === given.text()) {
      digest = other;
      saved = text;
      unnotice("changed");
      state();
      return;
    }
    notice("changed", w("changed-on-disk"), [
      [w("keep-mine"), () => save(other)],
      [w("take-theirs"), () => {
        digest = other;
        saved = text;
        given.replace(text); // undo brings one's own back
        state();
      }],
    ]);
  }

  /** Keeps what is written beside the file, and looks what is new there; gives whether all is kept. */
  async function draft() {
    const text = given.text();
    if (!has("draft")) return text === saved;
    try {
      const answer = text === saved
        ? await ask("look", { path, digest, tab: TAB })
        : await ask("draft", { path, text, digest, tab: TAB });
      failed = false;
      kept = text;
      if (answer.elsewhere) elsewhere(answer.elsewhere);
      else unnotice("elsewhere");
      if (!answer.changed) told = null;
      else if (told !== answer.digest && answer.digest === NO_FILE) changed(null, NO_FILE);
      else if (told !== answer.digest) {
        const now = await ask("open", { path, tab: TAB });
        changed(now.text, now.digest);
      }
    } catch (error) {
      failed = text !== saved;
      tellError(error);
    }
    return !failed;
  }

  function elsewhere(count) {
    if (!document.getElementById("notice-elsewhere")) notice("elsewhere", w("elsewhere", count), [[w("understood"), () => {}]]);
  }

  if (opened.elsewhere) elsewhere(opened.elsewhere);
  const found = (opened.drafts ?? [opened.draft]).filter((each) => each && each.text !== given.text() && !(carried && each.tab === TAB));
  if (found.some((each) => each.tab === TAB)) otherTab();
  const drafts = offerDrafts(path, found, given);

  const last = () => {
    const text = given.text();
    if (text !== saved && text !== kept && has("draft")) askLast("draft", { path, text, digest, tab: TAB });
  };
  const seen = () => (document.visibilityState === "visible" ? draft() : last());
  const hidden = () => {
    last();
    if (has("leave")) askLast("leave", { tab: TAB });
  };
  document.addEventListener("visibilitychange", seen);
  addEventListener("pagehide", hidden);
  const beat = setInterval(draft, LOOK_MS);
  if (carried) timer = setTimeout(draft, DRAFT_MS);

  return {
    path,
    save: () => save(),
    dirty,
    /** Tells whether nothing would be lost without this page. */
    safe: () => !dirty() || (has("draft") && !failed),
    /** Keeps what is written; gives whether it is kept. */
    keep: async () => !dirty() || draft(),
    /** What another page of this script needs, to go on from here. */
    carried: () => (dirty() ? { text: given.text(), saved, digest } : null),
    changed() {
      state();
      clearTimeout(timer);
      timer = setTimeout(draft, DRAFT_MS);
    },
    async end() {
      clearTimeout(timer);
      clearInterval(beat);
      document.removeEventListener("visibilitychange", seen);
      removeEventListener("pagehide", hidden);
      if (has("leave")) await ask("leave", { tab: TAB }).catch(() => {});
    },
  };
}
