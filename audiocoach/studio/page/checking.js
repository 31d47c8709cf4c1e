// Asks what a script is, as it is typed: at once by estimated lengths, and by measured ones after a rest.
import { ask } from "./api.js";
import { tellError } from "./told.js";

const TYPED_MS = 150;
const RESTED_MS = 500;

/** `given`: path(), text(), width(), onAnswer(answer), session(). One question is on its way at a time, the newest next. */
export function checker(given) {
  let timer = 0;
  let asking = false;
  let wanted = null;
  let version = 0;

  async function run(measured) {
    if (asking) {
      wanted = measured;
      return;
    }
    asking = true;
    const asked = version;
    try {
      const answer = await ask("check", { path: given.path(), text: given.text(), measured, session: given.session(), width: given.width() });
      if (asked === version) {
        given.onAnswer(answer);
        if (!measured) timer = setTimeout(() => run(true), RESTED_MS);
      }
    } catch (error) {
      if (asked === version && !measured) tellError(error);
    }
    asking = false;
    if (wanted !== null && given.path()) {
      const next = wanted;
      wanted = null;
      run(next);
    }
  }

  return {
    /** The script has changed. */
    changed() {
      version += 1;
      clearTimeout(timer);
      timer = setTimeout(() => run(false), TYPED_MS);
    },
    /** It shall be drawn anew, such as for another width. */
    again() {
      version += 1;
      clearTimeout(timer);
      run(false);
    },
    end() {
      version += 1;
      clearTimeout(timer);
    },
  };
}
