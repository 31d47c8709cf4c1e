// Asks the studio's own server, and nobody else.

export class Refused extends Error {
  constructor(status, answer) {
    super(answer.message ?? "");
    this.status = status;
    this.hint = answer.hint ?? "";
    this.answer = answer;
  }
}

/**
 * What the server wants to see besides its cookie, which browsers give to every port of this computer: it came behind
 * the address when the page was entered, and is kept where this port alone finds it.
 */
const given = /^#key=([\w-]+)$/.exec(location.hash)?.[1] ?? "";
if (given) {
  history.replaceState(null, "", location.pathname);
  try {
    localStorage.setItem("audiocoach-key", given);
  } catch { /* then this tab has it until it is loaded again */ }
}

function key() {
  try {
    return localStorage.getItem("audiocoach-key") ?? given;
  } catch {
    return given;
  }
}

/** Gives the address at which a file of the folder can be downloaded. */
export const fileAddress = (path) => `/files/${path.split("/").map(encodeURIComponent).join("/")}?key=${key()}`;

/** `more`: what `fetch` shall know besides. */
export async function ask(name, values = {}, more = {}) {
  let response;
  try {
    response = await fetch(`/api/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-audiocoach-key": key() },
      body: JSON.stringify(values),
      ...more,
    });
  } catch {
    throw new Refused(0, { gone: true });
  }
  const said = await response.text().catch(() => "");
  let answer = {};
  try {
    answer = JSON.parse(said);
  } catch {
    answer = { message: said.slice(0, 300) || String(response.status) };
  }
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}

/** Asks one question of a kind at a time: of those that come meanwhile the newest is next, and the others get null. */
export function oneAtATime(name) {
  let asking = false;
  let next = null; // has the one that waits ask, or sends it away
  return async (values) => {
    if (asking) {
      next?.(false);
      if (!(await new Promise((resolve) => (next = resolve)))) return null;
    }
    asking = true;
    try {
      return await ask(name, values);
    } finally {
      const waiting = next;
      next = null;
      asking = Boolean(waiting);
      waiting?.(true);
    }
  };
}

/** Asks as the page goes away: the question is sent even so, unless it is too long for that. */
export function askLast(name, values = {}) {
  ask(name, values, { keepalive: true }).catch(() => {});
}

let questions = null;

/** Says what the server can be asked; the rest of the page is hidden. */
export function know(names) {
  questions = names ? new Set(names) : null;
}

export const has = (name) => !questions || questions.has(name);

const madeName = () => crypto.randomUUID().replaceAll("-", "").slice(0, 16);

function keepName(name) {
  try {
    sessionStorage.setItem("audiocoach-tab", name);
  } catch { /* then it has another one after it is loaded again */ }
  return name;
}

/** This tab's own name, by which the server tells two tabs apart; it stays when the page is loaded again. */
export let TAB = (() => {
  try {
    // A tab that was doubled brings the other's name along, but was not loaded again.
    const again = performance.getEntriesByType("navigation")[0]?.type === "reload";
    return keepName((again ? sessionStorage.getItem("audiocoach-tab") : null) ?? madeName());
  } catch {
    return madeName();
  }
})();

/** Gives this tab another name, so that nothing is written over what it kept under the one before. */
export function otherTab() {
  const before = TAB;
  TAB = keepName(madeName());
  if (has("leave")) ask("leave", { tab: before }).catch(() => {});
}
