// The file behind the text: saved when it is asked for, kept as a draft meanwhile, and noticed when others change it.
import { TAB, ask, has } from "./api.js";
import { notice, tell, tellError, unnotice } from "./told.js";
import { w } from "./words.js";

const DRAFT_MS = 1000;
const LOOK_MS = 20_000;

/** `opened`: what the server gave. `given`: text(), replace(text), onState(saved). */
export function scriptFile(opened, given) {
  let { digest } = opened;
  let saved = opened.text;
  let timer = 0;
  let told = "";

  const { path } = opened;
  const dirty = () => given.text() !== saved;

  function state() {
    given.onState(!dirty());
  }

  async function save(over = null) {
    clearTimeout(timer);
    const text = given.text();
    if (text === saved && !over) return true;
    try {
      const answer = await ask("save", { path, text, digest: over ?? digest, tab: TAB });
      digest = answer.digest;
      saved = text;
      unnotice("changed");
      unnotice("draft");
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
    const mine = given.text();
    if (text === mine) {
      digest = other;
      saved = text;
      state();
      return;
    }
    const ways = [[w("keep-mine"), () => save(other)]];
    if (text !== undefined && text !== null) {
      ways.push([w("take-theirs"), () => {
        digest = other;
        saved = text;
        given.replace(text); // undo brings one's own back
        state();
      }]);
    }
    notice("changed", w("changed-on-disk"), ways);
  }

  /** Keeps what is written beside the file, and looks whether the file or another tab has something new. */
  async function draft() {
    if (!has("draft")) return;
    const text = given.text();
    try {
      const answer = text === saved
        ? await ask("look", { path, digest, tab: TAB })
        : await ask("draft", { path, text, digest, tab: TAB });
      if (answer.elsewhere) elsewhere(answer.elsewhere);
      else unnotice("elsewhere");
      if (answer.changed && told !== answer.digest) {
        told = answer.digest;
        const now = await ask("open", { path, tab: TAB });
        changed(now.text, now.digest);
      }
    } catch (error) {
      tellError(error);
    }
  }

  function elsewhere(count) {
    if (!document.getElementById("notice-elsewhere")) notice("elsewhere", w("elsewhere", count), [[w("understood"), () => {}]]);
  }

  if (opened.elsewhere) elsewhere(opened.elsewhere);
  if (opened.draft && !opened.elsewhere && opened.draft.text !== opened.text) {
    notice("draft", w("draft-found"), [
      [w("draft-take"), () => {
        given.replace(opened.draft.text);
        tell(w("draft-taken"));
      }],
      [w("draft-leave"), () => ask("discard", { path, tab: TAB }).catch(tellError)],
    ]);
  }
  const back = () => document.visibilityState === "visible" && draft();
  document.addEventListener("visibilitychange", back);
  const beat = setInterval(draft, LOOK_MS);

  return {
    path,
    save: () => save(),
    dirty,
    changed() {
      state();
      clearTimeout(timer);
      timer = setTimeout(draft, DRAFT_MS);
    },
    async end() {
      clearTimeout(timer);
      clearInterval(beat);
      document.removeEventListener("visibilitychange", back);
      if (dirty()) await draft();
      if (has("leave")) await ask("leave", { tab: TAB }).catch(() => {});
    },
  };
}
