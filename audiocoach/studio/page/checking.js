// Asks what a script is, as it is typed: soon by estimated lengths, and by measured ones after a rest.
import { TAB, ask } from "./api.js";
import { tellError, untell } from "./told.js";

const TYPED_MS = 150;
const LONGEST_MS = 1000;
const RESTED_MS = 500;

const lines = (text) => text.split("\n").length;

/**
 * `given`: path(), text(), session(), width(), onAnswer(answer, text). One question by estimated lengths is on its way at a
 * time, and the newest next; one by measured lengths keeps none waiting. While somebody types it waits before each at least
 * as long as the last answer took, so that the computer is busy with it half of the time at most.
 */
export function checker(given) {
  let timer = 0;
  let asking = false;
  let again = ""; // what was wanted meanwhile: "later", or "now"
  let version = 0;
  let shape = 0; // of what is drawn: another session, or another width
  let since = 0; // when the first of what was not asked about yet was typed
  let took = 0; // ms that the last answer took
  let measuring = null;

  const asked_for = (measured, text, more = {}) => ask("check", {
    path: given.path(), text, measured, session: given.session(), width: given.width(), tab: TAB,
  }, more);

  function putOff() {
    clearTimeout(timer);
    measuring?.abort();
    measuring = null;
  }

  async function estimate(now = false) {
    if (asking) {
      again = now ? "now" : again || "later";
      return;
    }
    asking = true;
    since = 0;
    const [asked, shaped, begun] = [version, shape, performance.now()];
    const text = given.text();
    try {
      const answer = await asked_for(false, text);
      untell(({ gone }) => gone);
      // What was typed into a line meanwhile leaves the others where they were: the picture follows.
      const fits = asked === version || (shaped === shape && lines(text) === lines(given.text()));
      if (fits && !answer.ended) given.onAnswer(answer, text);
      if (asked === version) timer = setTimeout(measure, RESTED_MS);
    } catch (error) {
      if (asked === version) tellError(error);
    }
    took = performance.now() - begun;
    asking = false;
    if (again === "now") estimate(true);
    else if (again) typed();
    again = "";
  }

  async function measure() {
    const asked = version;
    const text = given.text();
    const own = (measuring = new AbortController());
    try {
      const answer = await asked_for(true, text, { signal: own.signal });
      if (asked === version && !answer.ended) given.onAnswer(answer, text);
    } catch { /* what is estimated stays */ }
  }

  function typed() {
    putOff();
    const now = performance.now();
    since ||= now;
    const longest = since + Math.max(LONGEST_MS, 2 * took) - now;
    timer = setTimeout(estimate, Math.max(0, Math.min(Math.max(TYPED_MS, took), longest)));
  }

  return {
    /** Looks at what is written now, whatever is on its way; gives the answer. */
    look: () => asked_for(false, given.text()),
    /** The script has changed. */
    changed() {
      version += 1;
      typed();
    },
    /** It shall be drawn anew, such as for another width. */
    again() {
      version += 1;
      shape += 1;
      putOff();
      estimate(true);
    },
    end() {
      version += 1;
      shape += 1;
      again = "";
      putOff();
    },
  };
}
