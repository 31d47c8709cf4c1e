// Asks what a script is, as it is typed: at once by estimated lengths, and by measured ones after a rest.
import { TAB, ask } from "./api.js";
import { tellError, untell } from "./told.js";

const TYPED_MS = 150;
const RESTED_MS = 500;

/**
 * `given`: path(), text(), session(), width(), onAnswer(answer, text). One question by estimated lengths is on its way at a
 * time, and the newest next; one by measured lengths keeps none waiting.
 */
export function checker(given) {
  let timer = 0;
  let asking = false;
  let again = false;
  let version = 0;

  const asked_for = (measured, text) => ask("check", {
    path: given.path(), text, measured, session: given.session(), width: given.width(), tab: TAB,
  });

  async function estimate() {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    const asked = version;
    const text = given.text();
    try {
      const answer = await asked_for(false, text);
      untell(({ gone }) => gone);
      if (asked === version) {
        given.onAnswer(answer, text);
        timer = setTimeout(measure, RESTED_MS);
      }
    } catch (error) {
      if (asked === version) tellError(error);
    }
    asking = false;
    if (again) {
      again = false;
      estimate();
    }
  }

  async function measure() {
    const asked = version;
    const text = given.text();
    try {
      const answer = await asked_for(true, text);
      if (asked === version && !answer.ended) given.onAnswer(answer, text);
    } catch { /* what is estimated stays */ }
  }

  return {
    /** The script has changed. */
    changed() {
      version += 1;
      clearTimeout(timer);
      timer = setTimeout(estimate, TYPED_MS);
    },
    /** It shall be drawn anew, such as for another width. */
    again() {
      version += 1;
      clearTimeout(timer);
      estimate();
    },
    end() {
      version += 1;
      again = false;
      clearTimeout(timer);
    },
  };
}
